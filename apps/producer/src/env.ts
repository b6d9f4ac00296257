import {
  archiveEnv,
  commaSeparated,
  hostEnv,
  port,
  processEnv,
  redisEnv,
  refuseOpenHost,
} from "@dashqueue/service";
import { z } from "zod";

/** What RFC 6750 lets a bearer token consist of; any other could never be sent. */
const token = z
  .string()
  .regex(/^[\w.~+/-]+=*$/, "a token may contain letters, digits and - . _ ~ + / only, and = at its end");

/** This API spends money: it is not opened to a network without tokens. */
export const producerEnv = refuseOpenHost(
  z.object({
    ...redisEnv,
    ...processEnv,
    ...hostEnv,
    ...archiveEnv,
    PRODUCER_PORT: port.default(3000),
    /** The workers' own: it decides which models there are, and what they are called. */
    DASHSCOPE_HTTP_BASE_URL: z
      .url({ protocol: /^https?$/, error: "must be an http or https URL that ends in /api/v1" })
      .default("https://dashscope.aliyuncs.com/api/v1"),
    PRODUCER_TOKENS: commaSeparated.pipe(z.array(token).min(1, "must name a token, or be unset")).optional(),
    WEBHOOK_PRIVATE_HOSTS: commaSeparated.default([]),
    /** The worker signs with it; here it only says whether webhooks can be asked for. */
    WEBHOOK_SECRET: z
      .string()
      .regex(/^whsec_[A-Za-z0-9+/]+=*$/, "must be whsec_ and a base64 key")
      .optional(),
  }),
  ["PRODUCER_TOKENS"],
);

export type ProducerEnv = z.infer<typeof producerEnv>;
