/**
 * Cuts credentials out of texts and values (G7). No secret is ever put into a job or a record; this
 * is the second line of defense, for what a provider, a library or a caller wrote into a message.
 */
export const CUT = "[redacted]";

const NAMES = [
  "OSSAccessKeyId",
  "AccessKeyId",
  "AccessKeySecret",
  "Signature",
  "x-(?:amz|oss|goog)-[\\w-]{1,64}",
  "security-?token",
  "access_?token",
  "api[-_]?key",
  "authorization",
  "password",
  "secret",
].join("|");

/** Some JSON writers escape slashes. */
const URL_TEXT = /\b[a-z][a-z0-9+.-]{1,20}:(?:\\?\/){2}(?:[^\s"'<>\\]|\\\/)+/gi;
const USER = /^([a-z0-9+.-]+:(?:\\?\/){2})[^/@\\]*@/i;
const QUERY = /[?#].*$/s;

const ASSIGNMENT = new RegExp(`((?:${NAMES})(?:=|%3D))[^\\s"'&<>\\\\]+`, "gi");
const JSON_FIELD = new RegExp(
  `((?:${NAMES})\\\\?["']\\s{0,4}:\\s{0,4}\\\\?["'])(?!\\[redacted\\])[^"'\\\\]+`,
  "gi",
);
const HEADER =
  /(\bauthorization:\s{0,4}|\bBearer\s{1,4})(?:Bearer\s{1,4}|Basic\s{1,4})?[\w.~+/=-]{4,}/gi;
/** Keys of DashScope, of webhooks and of Alibaba Cloud. */
const KEYS = /(?<![a-z0-9])(?:sk-[\w-]{6,}|whsec_[\w+/=-]+|LTAI[a-z0-9]{8,})/gi;

/**
 * Removes from a text the query and the user of every URL, every value that is named as a
 * credential, and every key. The whole query is removed, not only known signature parameters, so
 * that an unknown signing scheme leaks nothing.
 */
export function redactText(text: string): string {
  return text
    .replace(URL_TEXT, (url) => url.replace(USER, `$1${CUT}@`).replace(QUERY, `?${CUT}`))
    .replace(ASSIGNMENT, `$1${CUT}`)
    .replace(JSON_FIELD, `$1${CUT}`)
    .replace(HEADER, `$1${CUT}`)
    .replace(KEYS, CUT);
}

const SECRET_FIELD = new RegExp(`^(?:${NAMES})$`, "i");

/** A replacer for `JSON.stringify` that redacts every value, however deep. */
export function redactEntry(name: string, value: unknown): unknown {
  if (value !== null && SECRET_FIELD.test(name)) return CUT;
  return typeof value === "string" ? redactText(value) : value;
}

/** The redacted value as JSON would carry it. */
export function redact(value: unknown): unknown {
  const text = JSON.stringify(value, redactEntry) as string | undefined;
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}

const SECRET_NAMES = ["authorization", "Authorization", "apiKey", "api_key", "password", "secret"];
const MAX_DEPTH = 4;

/** Paths of the log fields to redact, from the top level down to the fields of an HTTP error. */
export const SECRET_PATHS: readonly string[] = Array.from({ length: MAX_DEPTH + 1 }, (_, depth) =>
  SECRET_NAMES.map((name) => [...Array.from({ length: depth }, () => "*"), name].join(".")),
).flat();
