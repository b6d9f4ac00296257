import { archiveEnv } from "@dashqueue/archive";
import { REGIONS } from "@dashqueue/dashscope";
import { DAY_MS, MAX_UNKNOWN_MODELS, redisEnv } from "@dashqueue/queue/internal";
import {
  callbackEnv,
  commaSeparated,
  flag,
  hostEnv,
  port,
  processEnv,
  proxyEnv,
  refuseOpenHost,
  submissionEnv,
  trustedProxiesEnv,
  webhookEnv,
  wholeNumber,
} from "@dashqueue/service";
import { z } from "zod";

/** The characters that RFC 6750 allows in a bearer token. */
const token = z
  .string()
  .regex(
    /^[\w.~+/-]+=*$/,
    "a token may contain only letters, digits and - . _ ~ + /, followed by any number of =",
  );

const linkSecret = z
  .string()
  .regex(/^[\x21-\x7e]{16,}$/, "a secret must be at least 16 printable ASCII characters");

const tokensOf = (one: z.ZodString) =>
  commaSeparated
    .pipe(z.array(one).min(1, "must contain at least one token, or be unset"))
    .optional();

/** An open `HOST` requires tokens, because this API spends money. */
export const producerEnv = refuseOpenHost(
  z.object({
    ...redisEnv,
    ...processEnv,
    ...hostEnv,
    ...trustedProxiesEnv,
    ...proxyEnv,
    ...archiveEnv,
    ...submissionEnv(REGIONS, MAX_UNKNOWN_MODELS),
    ...callbackEnv,
    ...webhookEnv,
    PRODUCER_PORT: port.default(3000),
    PRODUCER_TOKENS: tokensOf(token),
    /** They may do everything, so they have to be long on any host. */
    ADMIN_TOKENS: tokensOf(token.min(16, "a token must have at least 16 characters")),
    PRODUCER_PUBLIC_URL: z
      .url({
        protocol: /^https?$/,
        error: "must be an http or https URL, such as https://queue.example",
      })
      .transform((url) => url.replace(/\/+$/, ""))
      .optional(),
    /** Without it, a key is derived from the first token. */
    FILE_LINK_SECRET: commaSeparated
      .pipe(z.array(linkSecret).min(1, "must contain at least one secret, or be unset"))
      .optional(),
    ARCHIVE_SERVE: z.enum(["redirect", "stream"], "must be redirect or stream").default("redirect"),
    FILE_LINK_EXPIRES_SECONDS: wholeNumber({ min: 0, max: 10 * 365 * 24 * 60 * 60 }).default(0),
    /** The default is DashScope's own limit. */
    UPLOAD_LIMIT_BYTES: wholeNumber({ min: 1, max: 1024 ** 3 }).default(100 * 1024 ** 2),
    /** DashScope's SDKs and Node's fetch wait 5 minutes; they need to get the answer before. */
    GATEWAY_SYNC_TIMEOUT_MS: wholeNumber({ min: 1, max: DAY_MS }).default(290_000),
    /** Whether DashScope's own API refuses fields that mean nothing to the model. */
    GATEWAY_STRICT: flag.default(false),
    BODY_LIMIT_BYTES: wholeNumber({ min: 1024, max: 256 * 1024 ** 2 }).default(32 * 1024 ** 2),
    GATEWAY_DEDUPE_MS: wholeNumber({ min: 0, max: DAY_MS }).default(0),
    /** Whether media files are checked before a submission is accepted. */
    PREFLIGHT_MEDIA: flag.default(false),
  }),
  [["PRODUCER_TOKENS", "ADMIN_TOKENS"]],
);

export type ProducerEnv = z.infer<typeof producerEnv>;
