import { REGIONS } from "@dashqueue/dashscope";
import {
  archiveEnv,
  callbackEnv,
  commaSeparated,
  flag,
  hostEnv,
  modelsEnv,
  port,
  processEnv,
  redisEnv,
  refuseOpenHost,
  webhookEnv,
  wholeNumber,
} from "@dashqueue/service";
import { z } from "zod";

/** What RFC 6750 lets a bearer token consist of; any other could never be sent. */
const token = z
  .string()
  .regex(
    /^[\w.~+/-]+=*$/,
    "a token may contain letters, digits and - . _ ~ + / only, and = at its end",
  );

/** This API spends money: it is not opened to a network without tokens. */
export const producerEnv = refuseOpenHost(
  z.object({
    ...redisEnv,
    ...processEnv,
    ...hostEnv,
    ...archiveEnv,
    ...modelsEnv,
    ...callbackEnv,
    ...webhookEnv,
    PRODUCER_PORT: port.default(3000),
    /** Where workers have accounts in several. */
    DASHSCOPE_REGIONS: commaSeparated
      .pipe(z.array(z.enum(REGIONS, `must name some of ${REGIONS.join(", ")}`)))
      .optional(),
    PRODUCER_TOKENS: commaSeparated
      .pipe(z.array(token).min(1, "must name a token, or be unset"))
      .optional(),
    PRODUCER_PUBLIC_URL: z
      .url({
        protocol: /^https?$/,
        error: "must be an http or https URL, like https://queue.example",
      })
      .transform((url) => url.replace(/\/+$/, ""))
      .optional(),
    /** DashScope's own limit by default. */
    UPLOAD_LIMIT_BYTES: wholeNumber({ min: 1, max: 1024 ** 3 }).default(100 * 1024 ** 2),
    GATEWAY_DEDUPE_MS: wholeNumber({ min: 0, max: 24 * 60 * 60 * 1000 }).default(0),
    /** Whether the files of a request are looked at before it is taken. */
    PREFLIGHT_MEDIA: flag.default(false),
  }),
  ["PRODUCER_TOKENS"],
);

export type ProducerEnv = z.infer<typeof producerEnv>;
