import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";

import { pngOf } from "./png.ts";

/** The result of every video task: H.264, 5 s. */
const VIDEO_FILE = path.resolve(import.meta.dirname, "../../assets/video.mp4");

/** One file of a result. */
export interface ResultFile {
  readonly bytes: Buffer;
  readonly etag: string;
  /** The media type. */
  readonly type: string;
  /** Where the file is on disk; null when it is generated. */
  readonly path: string | null;
}

export function loadVideo(): ResultFile {
  const bytes = readFileSync(VIDEO_FILE);
  return { bytes, etag: etagOf(bytes), type: "video/mp4", path: VIDEO_FILE };
}

export function createImage(pathname: string): ResultFile {
  const bytes = pngOf(pathname);
  return { bytes, etag: etagOf(bytes), type: "image/png", path: null };
}

function etagOf(bytes: Buffer): string {
  return `"${createHash("md5").update(bytes).digest("hex").toUpperCase()}"`;
}
