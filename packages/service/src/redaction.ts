const CENSORED = "[Redacted]";
const SECRET_NAMES = ["authorization", "Authorization", "apiKey", "api_key", "password", "secret"];
const DEEPEST = 4;

/** The paths of fields whose value is never logged, at the top and down to what an HTTP error carries. */
export const secretPaths: readonly string[] = Array.from({ length: DEEPEST + 1 }, (_, depth) =>
  SECRET_NAMES.map((name) => [...Array.from({ length: depth }, () => "*"), name].join(".")),
).flat();

const SIGNED_URL =
  /(https?:\/\/[^\s"'<>\\?]+)\?[^\s"'<>\\]*\b(?:Signature|OSSAccessKeyId|Expires|X-Amz-[\w-]+)=[^\s"'<>\\]*/gi;
const BEARER_TOKEN = /\b(Bearer\s+)[\w.~+/=-]+/gi;
/** DashScope's API keys, and the secrets of Standard Webhooks. */
const KEY = /\b(sk-|whsec_)[\w+/=-]{6,}/g;

/** Cuts what gives access out of a text: the query of signed URLs, bearer tokens, keys and secrets (G7). */
export function censor(text: string): string {
  return text
    .replace(SIGNED_URL, `$1?${CENSORED}`)
    .replace(BEARER_TOKEN, `$1${CENSORED}`)
    .replace(KEY, `$1${CENSORED}`);
}
