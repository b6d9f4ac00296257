/** How a browser shows a file. */
export type MediaKind = "video" | "image" | "audio";

/**
 * Types that browsers show as media and never run. SVG is missing, because it may hold scripts, and
 * so are types that few browsers show, such as TIFF.
 */
const KINDS: ReadonlyMap<string, MediaKind> = new Map([
  ...kind("video", ["mp4", "ogg", "quicktime", "webm", "x-m4v"]),
  ...kind("image", ["apng", "avif", "bmp", "gif", "jpeg", "png", "webp"]),
  ...kind("audio", ["aac", "flac", "mp4", "mpeg", "ogg", "wav", "webm", "x-flac", "x-m4a"]),
]);

/** How a browser may show a file of this type; null if it may only save it. */
export function mediaKindOf(contentType: string): MediaKind | null {
  const [type = ""] = contentType.split(";");
  return KINDS.get(type.trim().toLowerCase()) ?? null;
}

function kind(kind: MediaKind, subtypes: readonly string[]): [string, MediaKind][] {
  return subtypes.map((subtype) => [`${kind}/${subtype}`, kind]);
}
