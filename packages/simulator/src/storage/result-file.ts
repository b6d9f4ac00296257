import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";

import { embeddingsOf, glbOf, transcriptOf, WEBP } from "./other-files.ts";
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

/** The file at a path that does not name a video. Each is unique, but for previews of 3D models. */
export function createFile(pathname: string): ResultFile {
  const [type, bytes] = contentOf(pathname);
  return { bytes, etag: etagOf(bytes), type, path: null };
}

function contentOf(pathname: string): readonly [type: string, bytes: Buffer] {
  switch (path.extname(pathname)) {
    case ".json":
      return ["application/json", Buffer.from(JSON.stringify(transcriptOf(pathname)))];
    case ".gz":
      return ["application/gzip", gzipSync(embeddingsOf(pathname))];
    case ".glb":
      return ["model/gltf-binary", glbOf(pathname)];
    case ".webp":
      return ["image/webp", WEBP];
    default:
      return ["image/png", pngOf(pathname)];
  }
}

function etagOf(bytes: Buffer): string {
  return `"${createHash("md5").update(bytes).digest("hex").toUpperCase()}"`;
}
