import { archiveEnv } from "@dashqueue/archive";
import { redisEnv } from "@dashqueue/queue/internal";
import {
  hostEnv,
  jsonOrFile,
  port,
  processEnv,
  refuseOpenHost,
  trustedProxiesEnv,
} from "@dashqueue/service";
import { z } from "zod";

import { userName, usersSchema } from "./auth/users.ts";

/** On an open host, a generated password is refused, because it is known only from the log. */
export const dashboardEnv = refuseOpenHost(
  z.object({
    ...redisEnv,
    ...processEnv,
    ...hostEnv,
    ...trustedProxiesEnv,
    ...archiveEnv,
    DASHBOARD_PORT: port.default(3001),
    DASHBOARD_USER: userName.default("admin"),
    DASHBOARD_PASSWORD: z.string().optional(),
    DASHBOARD_USERS: jsonOrFile(usersSchema).optional(),
  }),
  [["DASHBOARD_PASSWORD", "DASHBOARD_USERS"]],
);
