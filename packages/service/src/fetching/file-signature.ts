/** Signatures of formats that `file-type` recognizes only by parts that may come much later. */
const SIGNATURES = [
  { start: "\x89PNG\r\n\x1A\n", mime: "image/png", ext: "png" },
  { start: "ID3", mime: "audio/mpeg", ext: "mp3" },
  { start: "II*\0", mime: "image/tiff", ext: "tif" },
  { start: "MM\0*", mime: "image/tiff", ext: "tif" },
] as const;

/** The type of a file by its first bytes, for formats that `file-type` may not find in them. */
export function signatureOf(
  head: Buffer,
): { readonly mime: string; readonly ext: string } | undefined {
  const text = head.subarray(0, 8).toString("latin1");
  return SIGNATURES.find(({ start }) => text.startsWith(start));
}
