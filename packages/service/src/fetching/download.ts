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
  /** The body, decoded. */
  readonly stream: Readable;
  /** The announced media type, without parameters, or null. */
  readonly contentType: string | null;
  /** The announced length of the stream, or null. An encoded answer announces none. */
  readonly bytes: number | null;
  /** Whether a truncated answer is detected, by its length or by one of its encodings. */
  readonly endIsKnown: boolean;
  /** A strong ETag that a range request can name, or null. */
  readonly etag: string | null;
  /** The first byte of the range in this answer, or null. */
  readonly fromByte: number | null;
  /** The size of the whole file, even if only a range of it is sent, or null. */
  readonly totalBytes: number | null;
}

/**
 * The parts of a download that its headers describe.
 *
 * @param codings the content codings. Lengths, ranges and the ETag are then those of other bytes.
 */
export function readHeaders(
  headers: Readonly<Record<string, unknown>>,
  codings: readonly string[],
): Omit<Download, "status" | "stream"> {
  const { etag, "content-type": type, "content-range": contentRange } = headers;
  const isEncoded = codings.length > 0;
  const range =
    !isEncoded && typeof contentRange === "string"
      ? /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(contentRange)
      : null;
  const length = safeInteger(headers["content-length"]);
  const bytes = isEncoded || length === 0 ? null : length;
  return {
    contentType: typeof type === "string" ? type.replace(/;.*/s, "").trim().toLowerCase() : null,
    bytes,
    endIsKnown: isEncoded || length !== null || headers["transfer-encoding"] === "chunked",
    // A weak ETag does not promise the same bytes.
    etag: !isEncoded && typeof etag === "string" && etag.startsWith('"') ? etag : null,
    fromByte: range === null ? null : safeInteger(range[1]),
    totalBytes: range === null ? bytes : safeInteger(range[2]),
  };
}

function safeInteger(text: unknown): number | null {
  const value = typeof text === "string" && text !== "" ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}
