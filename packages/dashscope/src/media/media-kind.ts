export type MediaKind = "image" | "video" | "audio";

/**
 * The kind of file that a role implies, such as `reference_voice` or `ref_images_url`; null if it
 * can be several kinds.
 */
export function mediaKindOf(role: string): MediaKind | null {
  if (/audio|voice/.test(role)) return "audio";
  if (/video|clip/.test(role)) return "video";
  return /image|img|frame/.test(role) ? "image" : null;
}
