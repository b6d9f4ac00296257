import { hostEnv, port, processEnv, redisEnv, refuseOpenHost } from "@dashqueue/service";
import { z } from "zod";

/** The board shows what was bought: it is not opened to a network with a password that only a log knows. */
export const dashboardEnv = refuseOpenHost(
  z.object({
    ...redisEnv,
    ...processEnv,
    ...hostEnv,
    DASHBOARD_PORT: port.default(3001),
    DASHBOARD_USER: z
      .string()
      .regex(/^[^:\p{Cc}]+$/u, "must not contain a colon: a browser could not send it")
      .default("admin"),
    DASHBOARD_PASSWORD: z.string().optional(),
  }),
  ["DASHBOARD_PASSWORD"],
);
