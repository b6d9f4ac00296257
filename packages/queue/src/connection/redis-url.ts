import { z } from "zod";

const FORM =
  /^rediss?:\/\/(?:[^@/?#]*@)?(?:\[[\da-f:.]+\]|[\w.-]+)(?::\d{1,5})?(?:\/\d*)?(?:\?[^@#]*)?$/i;

/**
 * The URL of Redis. Without encoding, a part of a password with a special character would be taken
 * for a host, a port or a database, and appear in the log as the host that is not found (G7).
 */
export const redisUrl = z
  .string()
  .refine(
    (url) => FORM.test(url) && URL.canParse(url) && isDecodable(url),
    "must be like redis://user:password@127.0.0.1:6379/0, or begin with rediss: for TLS. Percent-encode special characters of the user and the password: # as %23, / as %2F, ? as %3F, @ as %40 and % as %25",
  );

function isDecodable(url: string): boolean {
  try {
    return decodeURIComponent(url) !== "";
  } catch {
    return false;
  }
}

/** The Redis and the key prefix. They must be the same for every process of an installation. */
export const redisEnv = {
  REDIS_URL: redisUrl.default("redis://127.0.0.1:6379"),
  DASHQUEUE_PREFIX: z
    .string()
    .regex(
      /^[^{}\s]*\{[^{}\s]+\}[^{}\s]*$/,
      "must contain one hash tag in braces, like {dashqueue}, which keeps all keys in one slot of a Redis Cluster",
    )
    .default("{dashqueue}"),
};
