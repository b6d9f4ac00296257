import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { z } from "zod";

/** A whole number within these bounds, both included. */
export function wholeNumber({ min, max }: { readonly min: number; readonly max: number }) {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string(error)
    .regex(/^\d{1,15}$/, error)
    .transform(Number)
    .pipe(z.number().min(min, error).max(max, error));
}

/** A TCP port; 0 takes a free one. */
export const port = wholeNumber({ min: 0, max: 65_535 });

/** A list like `a, b`; spaces and empty items do not count. */
export const commaSeparated = z.string().transform((text) =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== ""),
);

/** Which Redis, and under which names. Every process of one installation needs the same two. */
export const redisEnv = {
  REDIS_URL: z
    .url({
      protocol: /^rediss?$/,
      error: "must be a redis: or rediss: URL, like redis://127.0.0.1:6379",
    })
    .default("redis://127.0.0.1:6379"),
  DASHQUEUE_PREFIX: z
    .string()
    .regex(
      /^[^{}\s]*\{[^{}\s]+\}[^{}\s]*$/,
      "must contain one hash tag in braces, like {dashqueue}, so that a Redis Cluster keeps all keys together",
    )
    .default("{dashqueue}"),
};

/** `true` or `false`. */
export const flag = z
  .enum(["true", "false"], { error: "must be true or false" })
  .transform((text) => text === "true");

/** A JSON text of this shape. */
export function json<T extends z.ZodType>(shape: T) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "must be JSON" });
        return z.NEVER;
      }
    })
    .pipe(shape);
}

/** The same, or the name of a file that holds it: a place for secrets. */
export function jsonOrFile<T extends z.ZodType>(shape: T) {
  return z
    .string()
    .transform((text, context) => {
      if (/^\s*[{[]/.test(text)) return text;
      try {
        return readFileSync(text, "utf8");
      } catch {
        context.addIssue({ code: "custom", message: "must be JSON, or a file that can be read" });
        return z.NEVER;
      }
    })
    .pipe(json(shape));
}

/** Where creates are sent to. */
export const providerUrl = z.url({
  protocol: /^https?$/,
  error: "must be an http or https URL that ends in /api/v1",
});

/** Which models there are, and what they are called. Producers refuse, and workers send, by the same. */
export const modelsEnv = {
  DASHSCOPE_HTTP_BASE_URL: providerUrl.default("https://dashscope.aliyuncs.com/api/v1"),
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

/** Whether the provider tells when tasks end. */
export const callbackEnv = {
  CALLBACK_TOKEN: z
    .string()
    .regex(
      /^[\x21-\x7e]{16,}$/,
      "must be 16 characters at least, without spaces: anybody may knock there",
    )
    .optional(),
};

/** What every process has. */
export const processEnv = {
  LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "must be one of trace, debug, info, warn, error, fatal, silent",
    })
    .default("info"),
  SHUTDOWN_GRACE_MS: wholeNumber({ min: 0, max: 3_600_000 }).default(25_000),
};

/** Where a process listens. Use it with `refuseOpenHost`. */
export const hostEnv = {
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, "must be an address or a host name, like 127.0.0.1")
    .default("127.0.0.1"),
};

/** Where results are kept. Read, it is the absolute path of a folder; a relative one starts where the process does. */
export const archiveEnv = {
  ARCHIVE_URL: z
    .string()
    .transform((url, context) => {
      const folder = folderOf(url);
      if (folder !== null) return folder;
      context.addIssue({
        code: "custom",
        message: "must be a file: URL of a folder, like file:./data/archive",
      });
      return z.NEVER;
    })
    .prefault("file:./data/archive"),
};

function folderOf(url: string): string | null {
  const [, location] = /^file:(.+)$/.exec(url) ?? [];
  if (location === undefined) return null;
  if (!location.startsWith("//")) return path.resolve(location);
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}
