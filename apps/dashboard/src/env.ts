import { archiveEnv } from "@dashqueue/archive";
import { redisEnv } from "@dashqueue/queue/internal";
import { hostEnv, port, processEnv, refuseOpenHost, trustedProxiesEnv } from "@dashqueue/service";
import { z } from "zod";

/** On an open host, a generated password is refused, because it is known only from the log. */
export const dashboardEnv = refuseOpenHost(
  z.object({
    ...redisEnv,
    ...processEnv,
    ...hostEnv,
    ...trustedProxiesEnv,
    ...archiveEnv,
    DASHBOARD_PORT: port.default(3001),
    DASHBOARD_USER: z
      .string()
      .regex(
        /^[^:\p{Cc}]+$/u,
        "must not contain a colon or a control character, because browsers cannot send them",
      )
      .default("admin"),
    DASHBOARD_PASSWORD: z.string().optional(),
  }),
  ["DASHBOARD_PASSWORD"],
);
