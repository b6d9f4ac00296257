import express from "express";

type BodyParser = ReturnType<typeof express.json>;

/** The largest JSON body that is parsed. `POST /v1/uploads` has a limit of its own for files. */
export const BODY_LIMIT_BYTES = 1024 * 1024;

/** Parses a body whose content type is JSON. A string or a number is left to validation. */
export function jsonBody(): BodyParser {
  return express.json({ limit: BODY_LIMIT_BYTES, strict: false });
}

/** Parses a body as JSON whatever its content type, for routes whose clients disagree on it. */
export function jsonBodyOfAnyType(): BodyParser {
  return express.json({ limit: BODY_LIMIT_BYTES, strict: false, type: () => true });
}
