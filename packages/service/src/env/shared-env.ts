import { z } from "zod";

import { commaSeparated, flag, json, providerUrl, wholeNumber } from "./value-schemas.ts";

/** Variables of every process. */
export const processEnv = {
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "must be one of trace, debug, info, warn, error, fatal, silent",
    })
    .default("info"),
  /** Unset, lines are pretty on a terminal and JSON elsewhere. */
  LOG_FORMAT: z.enum(["json", "pretty"], { error: "must be json or pretty" }).optional(),
  SHUTDOWN_GRACE_MS: wholeNumber({ min: 0, max: 3_600_000 }).default(25_000),
};

/** The address a process listens on. Use it with `refuseOpenHost`. */
export const hostEnv = {
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, "must be an IP address or a host name, like 127.0.0.1")
    .default("127.0.0.1"),
};

const trustedProxy = z
  .union([
    z.enum(["loopback", "linklocal", "uniquelocal"]),
    z.ipv4(),
    z.ipv6(),
    z.cidrv4(),
    z.cidrv6(),
  ])
  .refine((range) => !range.endsWith("/0"));

/** The reverse proxies in front of an app. Only what they say about a client counts. */
export const trustedProxiesEnv = {
  TRUSTED_PROXIES: commaSeparated
    .pipe(
      z.array(trustedProxy, {
        error: "must be a list of addresses, networks like 10.0.0.0/8, or loopback",
      }),
    )
    .default([]),
};

const proxy = z
  .url({ protocol: /^https?$/, error: "must be an http or https URL, like http://proxy:3128" })
  .optional();

/** The proxy for requests that leave; unset, they are sent directly. */
export const proxyEnv = {
  HTTP_PROXY: proxy,
  HTTPS_PROXY: proxy,
  NO_PROXY: z.string().default(""),
};

/** The models and their paths. The producer validates and the worker submits by the same values. */
export const modelsEnv = {
  DASHSCOPE_HTTP_BASE_URL: providerUrl.default("https://dashscope.aliyuncs.com/api/v1"),
  /** Where the accounts are registered; unset, at the site of their region. */
  DASHSCOPE_SITE: z
    .enum(["china", "international"], { error: "must be china or international" })
    .optional(),
  DASHSCOPE_ALLOW_UNKNOWN_MODELS: flag.default(false),
  DASHSCOPE_MODELS: json(
    z.record(
      z.string(),
      z.strictObject({
        path: z
          .string()
          .regex(/^\/[\w/-]+$/, "must be a path below /api/v1, like /services/aigc/…")
          .optional(),
        sentAs: z.string().min(1).optional(),
      }),
    ),
  ).default({}),
};

/**
 * What else decides which models can be submitted, for the apps that accept submissions.
 *
 * @param regions of the provider
 * @param maxUnknownModels by default
 */
export function submissionEnv<Region extends string>(
  regions: readonly Region[],
  maxUnknownModels: number,
) {
  return {
    ...modelsEnv,
    /** Needed if the workers have accounts in several regions. */
    DASHSCOPE_REGIONS: commaSeparated
      .pipe(z.array(z.enum(regions, `must be a list of ${regions.join(", ")}`)))
      .optional(),
    /** Each unknown model with open generations costs every worker a connection to Redis. */
    DASHSCOPE_MAX_UNKNOWN_MODELS: wholeNumber({ min: 1, max: 1_000 }).default(maxUnknownModels),
  };
}

/** The token that authenticates DashScope's task events; unset, events are off. */
export const callbackEnv = {
  CALLBACK_TOKEN: z
    .string()
    .regex(
      /^[\x21-\x7e]{16,}$/,
      "must be at least 16 printable ASCII characters without spaces, because this endpoint is public",
    )
    .optional(),
};

/**
 * Webhooks. The worker signs with the secret (Standard Webhooks); the producer accepts a
 * `webhook_url` only if it is set. Private hosts are refused by both unless they are named.
 */
export const webhookEnv = {
  WEBHOOK_SECRET: z
    .string()
    .regex(
      /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/,
      "must be whsec_ followed by at least 24 bytes in base64",
    )
    .optional(),
  /** Encrypts the tenants' own secrets in Redis: the first key encrypts, all of them decrypt. */
  WEBHOOK_SECRETS_KEY: commaSeparated
    .transform((texts) => texts.map((text) => new Uint8Array(Buffer.from(text, "base64"))))
    .refine(
      (keys) => keys.every(({ length }) => length === 32),
      "must be 32 bytes in base64 (openssl rand -base64 32), or several with commas",
    )
    .default([]),
  WEBHOOK_PRIVATE_HOSTS: commaSeparated.default([]),
};
