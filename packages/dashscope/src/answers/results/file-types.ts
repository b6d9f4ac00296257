/** What a file must contain, as far as its link or its place in the output says so. */
export type ResultKind = "video" | "image" | "audio" | "model" | "text";

/** The type of a file, by its link: the bytes decide what it really is. */
export interface FileType {
  readonly contentType: string;
  /** Null if the link does not show it. */
  readonly kind: ResultKind | null;
}

const typesOf = (kind: ResultKind | null, types: Readonly<Record<string, string>>) =>
  Object.entries(types).map(([extension, contentType]): [string, FileType] => [
    extension,
    { kind, contentType },
  ]);

/**
 * Known extensions only, because the path of a link is not trusted, and the name may be used as a
 * file name. None that a browser would run.
 */
const TYPES: ReadonlyMap<string, FileType> = new Map([
  ...typesOf("video", { mp4: "video/mp4", mov: "video/quicktime", webm: "video/webm" }),
  ...typesOf("image", {
    png: "image/png",
    jpg: "image/jpeg",
    jpeg: "image/jpeg",
    webp: "image/webp",
    bmp: "image/bmp",
    gif: "image/gif",
    tiff: "image/tiff",
    avif: "image/avif",
  }),
  ...typesOf("audio", {
    wav: "audio/wav",
    mp3: "audio/mpeg",
    m4a: "audio/mp4",
    aac: "audio/aac",
    flac: "audio/flac",
    ogg: "audio/ogg",
    opus: "audio/ogg",
  }),
  ...typesOf("model", { glb: "model/gltf-binary", obj: "model/obj", stl: "model/stl" }),
  ...typesOf("text", {
    json: "application/json",
    jsonl: "application/jsonl",
    gltf: "model/gltf+json",
    csv: "text/csv",
    srt: "application/x-subrip",
    txt: "text/plain",
    vtt: "text/vtt",
  }),
  ...typesOf(null, { gz: "application/gzip", "txt.gz": "application/gzip" }),
]);

const UNKNOWN_TYPE: FileType = { kind: null, contentType: "application/octet-stream" };

export function typeOfExtension(extension: string): FileType {
  return TYPES.get(extension) ?? UNKNOWN_TYPE;
}

/** The extension of a link's path, if it is a known one. */
export function extensionOf(url: string): string | undefined {
  const extension = /\.([a-z0-9]+(?:\.gz)?)$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase();
  return extension !== undefined && TYPES.has(extension) ? extension : undefined;
}
