import type { Readable } from "node:stream";

/** The part of a file to request. */
export interface ByteRange {
  readonly fromByte: number;
  /** The last byte, included; without it, everything to the end. */
  readonly toByte?: number;
  /** The file is sent whole if it no longer has this tag; without it, whatever is there is sent. */
  readonly etag?: string;
}

/** An answered download. Its stream must be read or destroyed. */
export interface Download {
  /** 200 for the whole file, 206 for the requested range; other statuses are passed on. */
  readonly status: number;
  readonly stream: Readable;
  /** The announced length of this answer, or null. */
  readonly bytes: number | null;
  /** Whether a truncated answer is detected, by its length or its chunked encoding. */
  readonly endIsKnown: boolean;
  /** A strong ETag that a range request can name, or null. */
  readonly etag: string | null;
  /** The first byte of the range in this answer, or null. */
  readonly fromByte: number | null;
  /** The size of the whole file, even if only a range of it is sent, or null. */
  readonly totalBytes: number | null;
}

/** The parts of a download that its headers tell. */
export function readHeaders(
  headers: Readonly<Record<string, unknown>>,
): Omit<Download, "status" | "stream"> {
  const length = Number(headers["content-length"]);
  const { etag, "content-range": contentRange } = headers;
  const range =
    typeof contentRange === "string" ? /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(contentRange) : null;
  const bytes = Number.isSafeInteger(length) && length > 0 ? length : null;
  return {
    bytes,
    endIsKnown: bytes !== null || headers["transfer-encoding"] === "chunked",
    // A weak ETag does not promise the same bytes.
    etag: typeof etag === "string" && etag.startsWith('"') ? etag : null,
    fromByte: range?.[1] === undefined ? null : Number(range[1]),
    totalBytes: range === null ? bytes : safeInteger(range[2]),
  };
}

function safeInteger(text: string | undefined): number | null {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}
