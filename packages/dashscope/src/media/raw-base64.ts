const SHORTEST = 64;
/** Enough to decode the bytes by which each type is recognized. */
const HEAD = 24;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** The first bytes of each type as Latin-1 characters. */
const TYPES: readonly (readonly [start: RegExp, type: string])[] = [
  [/^\x89PNG\r\n/, "image/png"],
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^GIF8/, "image/gif"],
  [/^BM/, "image/bmp"],
  [/^RIFF.{4}WEBP/s, "image/webp"],
  [/^II\*\0|^MM\0\*/, "image/tiff"],
  [/^.{4}ftypqt/s, "video/quicktime"],
  [/^.{4}ftyp/s, "video/mp4"],
  [/^RIFF.{4}AVI /s, "video/avi"],
  [/^RIFF.{4}WAVE/s, "audio/wav"],
  [/^ID3|^\xff[\xf2\xf3\xfb]/, "audio/mpeg"],
];

/**
 * A file in base64 as a data URL of its type; null for any other text. Some clients send the plain
 * base64 of a file where DashScope documents a URL or a data URL.
 */
export function dataUrlOf(text: string): string | null {
  if (text.length < SHORTEST || !BASE64.test(text.slice(0, HEAD))) return null;
  const head = atob(text.slice(0, HEAD));
  const type = TYPES.find(([start]) => start.test(head))?.[1];
  return type !== undefined && BASE64.test(text) ? `data:${type};base64,${text}` : null;
}
