import type { IncomingMessage } from "node:http";

import { isTooDeep, MOST_LEVELS } from "@dashqueue/dashscope";
import { ProblemError } from "@dashqueue/service";
import express from "express";

import type { LargeBodies } from "./large-bodies.ts";
import { keepFiles, reserveMemory, SMALL_BODY_BYTES } from "./large-bodies.ts";
import type { BodyWithoutFiles } from "./files-in-body.ts";
import { takeFiles } from "./files-in-body.ts";
import { decodeUtf8, parseJson, requestError } from "./json-text.ts";
import { cutLongTexts } from "./long-texts.ts";

type BodyParser = ReturnType<typeof express.json>;

/**
 * Parses a body whose content type is JSON. A string or a number is left to validation.
 *
 * @param large for routes whose bodies can hold files; others read at most `SMALL_BODY_BYTES`.
 */
export function jsonBody(large?: LargeBodies): BodyParser {
  return bodyOfType("application/json", large);
}

/** Parses a body as JSON whatever its content type, for routes whose clients disagree on it. */
export function jsonBodyOfAnyType(large?: LargeBodies): BodyParser {
  return bodyOfType(() => true, large);
}

function bodyOfType(type: string | (() => boolean), large?: LargeBodies): BodyParser {
  const readBytes = bytesOfType(type, large);
  return (request, response, next) =>
    readBytes(request, response, (error?: unknown) =>
      next(error === undefined ? parseBody(request, large !== undefined) : error),
    );
}

/** Reads a body of these content types, and leaves its bytes to the route. */
export function bytesOfType(
  type: string | string[] | (() => boolean),
  large?: LargeBodies,
): BodyParser {
  const limit = large?.limitBytes ?? SMALL_BODY_BYTES;
  const readBytes = express.raw({ limit, type });
  return (request, response, next) => {
    const read = () =>
      readBytes(request, response, (error?: unknown) =>
        next(error === undefined ? undefined : readError(error, large)),
      );
    if (large === undefined) read();
    else reserveMemory(large, request, response).then(read, next);
  };
}

/** If a body can hold files, the error for one that is too large says how to send them. */
function readError(error: unknown, large: LargeBodies | undefined): unknown {
  const isTooLarge = error instanceof Error && "status" in error && error.status === 413;
  return isTooLarge && large !== undefined ? tooLarge(large.limitBytes) : error;
}

function tooLarge(limitBytes: number): ProblemError {
  return new ProblemError({
    status: 413,
    detail: `The body is larger than ${limitBytes} bytes. Send each file to POST /v1/uploads, and name it by the returned URL.`,
  });
}

function tooLargeWithoutFiles(): ProblemError {
  return new ProblemError({
    status: 413,
    detail: `Without its files, the body is larger than ${SMALL_BODY_BYTES} bytes. Shorten it, or send files in it to POST /v1/uploads and name them by the returned URLs.`,
  });
}

/**
 * Replaces the bytes by the value that they encode; returns the error if they do not.
 *
 * @param holdsFiles whether large files are taken out; `filesOf` returns them.
 */
function parseBody(request: IncomingMessage & { body?: unknown }, holdsFiles: boolean): unknown {
  if (!Buffer.isBuffer(request.body)) return undefined;
  const contentType = request.headers["content-type"] ?? "";
  try {
    if (!holdsFiles) request.body = parse(request.body, contentType);
    else {
      const { body, files } = parseWithFiles(request.body, contentType);
      request.body = body;
      keepFiles(request, files);
    }
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
function parse(bytes: Buffer, contentType: string, longTexts: readonly Buffer[] = []): unknown {
  const text = decodeUtf8(bytes);
  const [, charset = "utf-8"] = /;\s*charset="?([^\s";]+)/i.exec(contentType) ?? [];
  if (!/^utf-?8$/i.test(charset)) throw requestError(415, "charset.unsupported");
  const body = text === "" ? {} : parseJson(text, longTexts);
  if (isTooDeep(body)) throw requestError(400, "entity.too.deep", { limit: MOST_LEVELS });
  return body;
}

/**
 * Parses a request that can hold files. Everything but the files has to be small; `restBytes` is
 * how much that is.
 *
 * @throws an error that `problemHandler` answers as the caller's mistake.
 */
export function parseWithFiles(
  bytes: Buffer,
  contentType: string,
): BodyWithoutFiles & { readonly restBytes: number } {
  const cut = cutLongTexts(bytes, SMALL_BODY_BYTES);
  if (cut === null) throw tooLargeWithoutFiles();
  const body = parse(cut.rest, contentType, cut.longTexts);
  const taken = takeFiles(body, cut.longTexts, SMALL_BODY_BYTES);
  if (taken === null) throw tooLargeWithoutFiles();
  return { ...taken, restBytes: cut.rest.length + taken.textBytes };
}
