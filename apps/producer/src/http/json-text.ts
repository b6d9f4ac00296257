/**
 * Decodes a body, or a part of one. A byte order mark is dropped.
 *
 * @throws a request error if the bytes are not UTF-8.
 */
export function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw requestError(400, "charset.invalid", { cause });
  }
}

/** @throws a request error if the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw requestError(400, "entity.parse.failed", { cause });
  }
}

/**
 * An error that `problemHandler` answers as the caller's mistake. The types are those of
 * body-parser, and two of our own.
 */
export function requestError(status: number, type: string, more: object = {}): Error {
  return Object.assign(new Error(type), { status, type, ...more });
}
