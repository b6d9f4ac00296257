import { archiveEnv } from "@dashqueue/archive";
import { REGIONS } from "@dashqueue/dashscope";
import { MAX_UNKNOWN_MODELS, redisEnv } from "@dashqueue/queue/internal";
import {
  hostEnv,
  jsonOrFile,
  port,
  processEnv,
  refuseOpenHost,
  submissionEnv,
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
    ...submissionEnv(REGIONS, MAX_UNKNOWN_MODELS),
    DASHBOARD_PORT: port.default(3001),
    DASHBOARD_USER: userName.default("admin"),
    DASHBOARD_PASSWORD: z.string().optional(),
    DASHBOARD_USERS: jsonOrFile(usersSchema).optional(),
  }),
  [["DASHBOARD_PASSWORD", "DASHBOARD_USERS"]],
);
