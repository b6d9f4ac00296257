import { ProblemError } from "@dashqueue/service";

import { mistakeIn } from "./json-mistake.ts";

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

/**
 * @param longTexts what was cut out of the text
 * @throws ProblemError if the text is not JSON, which names the mistake and its place.
 */
export function parseJson(text: string, longTexts: readonly Buffer[] = []): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const detail = `The body is not valid JSON${mistakeIn(text, longTexts)}.`;
    throw new ProblemError({ status: 400, detail }, { cause });
  }
}

/**
 * An error that `problemHandler` answers as the caller's mistake. The types are those of
 * body-parser, and two of our own.
 */
export function requestError(status: number, type: string, more: object = {}): Error {
  return Object.assign(new Error(type), { status, type, ...more });
}
