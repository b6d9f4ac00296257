import type { Transform } from "node:stream";
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from "node:zlib";

/** Each fails on a truncated body. `deflate` means the zlib format (RFC 9110, section 8.4.1). */
const DECODERS: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ["gzip", createGunzip],
  ["x-gzip", createGunzip],
  ["deflate", createInflate],
  ["br", createBrotliDecompress],
  ["zstd", createZstdDecompress],
]);

/** The content codings of an answer, in the order in which they were applied. */
export function codingsOf(contentEncoding: unknown): readonly string[] {
  if (typeof contentEncoding !== "string") return [];
  const codings = contentEncoding.split(",").map((coding) => coding.trim().toLowerCase());
  return codings.filter((coding) => coding !== "" && coding !== "identity");
}

/**
 * The streams that undo these codings, in the order in which the body passes them. Null if one of
 * them is unknown.
 */
export function decodersOf(codings: readonly string[]): readonly Transform[] | null {
  if (!codings.every((coding) => DECODERS.has(coding))) return null;
  return codings.toReversed().flatMap((coding) => DECODERS.get(coding)?.() ?? []);
}
