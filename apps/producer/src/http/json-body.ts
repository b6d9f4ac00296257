import type { IncomingMessage } from "node:http";

import { isTooDeep, MOST_LEVELS } from "@dashqueue/dashscope";
import express from "express";

type BodyParser = ReturnType<typeof express.json>;

/** The largest JSON body that is parsed. `POST /v1/uploads` has a limit of its own for files. */
export const BODY_LIMIT_BYTES = 1024 * 1024;

/** Parses a body whose content type is JSON. A string or a number is left to validation. */
export function jsonBody(): BodyParser {
  return bodyOfType("application/json");
}

/** Parses a body as JSON whatever its content type, for routes whose clients disagree on it. */
export function jsonBodyOfAnyType(): BodyParser {
  return bodyOfType(() => true);
}

function bodyOfType(type: string | (() => boolean)): BodyParser {
  const readBytes = express.raw({ limit: BODY_LIMIT_BYTES, type });
  return (request, response, next) =>
    readBytes(request, response, (error?: unknown) => next(error ?? parseBody(request)));
}

/** Replaces the bytes by the value that they encode; returns the error if they do not. */
function parseBody(request: IncomingMessage & { body?: unknown }): unknown {
  if (!Buffer.isBuffer(request.body)) return undefined;
  try {
    request.body = parse(request.body, request.headers["content-type"] ?? "");
    return undefined;
  } catch (error) {
    return error;
  }
}

/**
 * JSON is UTF-8 (RFC 8259, section 8.1). Bytes of another encoding would be read as other
 * characters, and the provider would bill a prompt that nobody wrote.
 *
 * @throws an error that `problemHandler` answers as the caller's mistake.
 */
function parse(bytes: Buffer, contentType: string): unknown {
  const text = decode(bytes);
  const [, charset = "utf-8"] = /;\s*charset="?([^\s";]+)/i.exec(contentType) ?? [];
  if (!/^utf-?8$/i.test(charset)) throw requestError(415, "charset.unsupported");
  const body = text === "" ? {} : parseJson(text);
  if (isTooDeep(body)) throw requestError(400, "entity.too.deep", { limit: MOST_LEVELS });
  return body;
}

/** A byte order mark is dropped. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw requestError(400, "charset.invalid", { cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw requestError(400, "entity.parse.failed", { cause });
  }
}

/** The types are those of body-parser, and two of our own. */
function requestError(status: number, type: string, more: object = {}): Error {
  return Object.assign(new Error(type), { status, type, ...more });
}
