import { z } from "zod";

/** What a file must contain, as far as its link or its place in the output says so. */
export type ResultKind = "video" | "image" | "audio" | "model" | "text";

/** One file of a result. Its link is signed and therefore a credential (G7). */
export interface ResultFile {
  readonly name: string;
  readonly url: string;
  /** By the link; the bytes decide what it really is. */
  readonly contentType: string;
  /** Null if neither the link nor the place tells: any bytes may be right. */
  readonly kind: ResultKind | null;
  /** Epoch milliseconds, from the link's `Expires`; null if it has none. */
  readonly expiresAt: number | null;
}

/** The files of a succeeded task. */
export interface ResultFiles {
  /** At the places that the models' documentation names. */
  readonly files: readonly ResultFile[];
  /** At any other place: the result of a model whose output nobody described. */
  readonly otherFiles: readonly ResultFile[];
}

const link = z.url({ protocol: /^https?$/ });
const linkOrNull = link.nullish().catch(null);
const nothing = { url: null };
const choice = z.object({
  message: z.object({
    content: z.array(z.object({ image: linkOrNull }).catch({ image: null })),
  }),
});

const shapes = z.object({
  video_url: linkOrNull,
  watermark_video_url: linkOrNull,
  results: z
    .union([z.object({ video_url: link }), z.array(z.object({ url: linkOrNull }).catch(nothing))])
    .nullish()
    .catch(null),
  choices: z.array(choice.nullable().catch(null)).nullish().catch(null),
});

/** Finds every link of an output. Total. */
export function filesOf(output: Readonly<Record<string, unknown>>): ResultFiles {
  const files = documentedFiles(output);
  const known = new Set(files.map(({ url }) => url));
  const others = allLinks(output).filter((url) => !known.has(url));
  const isOnly = known.size + others.length === 1;
  const otherFiles = others.map((url, index) =>
    fileOf(url, { number: isOnly ? null : files.length + index + 1 }),
  );
  return { files, otherFiles };
}

/** The files in any of the shapes that the models use. */
function documentedFiles(output: Readonly<Record<string, unknown>>): readonly ResultFile[] {
  const read = shapes.parse(output);
  const { video_url: video, watermark_video_url: marked, results, choices } = read;
  if (typeof video === "string") {
    return [
      fileOf(video, VIDEO),
      ...(typeof marked === "string" ? [fileOf(marked, WATERMARKED)] : []),
    ];
  }
  if (results && "video_url" in results) return [fileOf(results.video_url, VIDEO)];
  const listed = existing((results ?? []).map(({ url }) => url));
  if (listed.length > 0) return manyOf(listed, null);
  const images = (choices ?? []).flatMap((item) => item?.message.content.map(({ image }) => image));
  return manyOf(existing(images), "image");
}

function existing(links: readonly (string | null | undefined)[]): readonly string[] {
  return links.filter((link) => typeof link === "string");
}

/** The files of a list; several files are numbered. */
function manyOf(links: readonly string[], kind: ResultKind | null): readonly ResultFile[] {
  return links.map((url, index) => {
    const number = links.length === 1 ? null : index + 1;
    return fileOf(url, { number, kind, standard: "png" });
  });
}

/** More links than any model returns: what lies beyond is not looked at. */
const MAX_LINKS = 100;

/** Every text of a JSON value that is a link as a whole, in order and once. */
function allLinks(output: unknown): readonly string[] {
  const links = new Set<string>();
  // A stack of our own, because the nesting of an answer has no limit.
  const left = [output];
  while (left.length > 0 && links.size < MAX_LINKS) {
    const value = left.pop();
    if (typeof value === "string" && link.safeParse(value).success) links.add(value);
    else if (typeof value === "object" && value !== null)
      left.push(...Object.values(value).toReversed());
  }
  return [...links];
}

interface FileType {
  readonly kind: ResultKind;
  readonly contentType: string;
}
const typesOf = (kind: ResultKind, types: Readonly<Record<string, string>>) =>
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
]);
const UNKNOWN_TYPE = { kind: null, contentType: "application/octet-stream" } as const;

interface Place {
  /** By default the kind. */
  readonly name?: string;
  readonly number?: number | null;
  /** What the place promises for a link without an extension, if it does. */
  readonly kind?: ResultKind | null;
  /** The extension of a link that has none. */
  readonly standard?: "mp4" | "png";
}
const VIDEO: Place = { name: "video", kind: "video", standard: "mp4" };
const WATERMARKED: Place = { ...VIDEO, name: "video-watermark" };

function fileOf(url: string, { name, number = null, kind = null, standard }: Place): ResultFile {
  const own = extensionOf(url);
  const extension = own ?? standard ?? "bin";
  const type = TYPES.get(extension) ?? UNKNOWN_TYPE;
  const stem = name ?? type.kind ?? "file";
  return {
    name: `${stem}${number === null ? "" : `-${number}`}.${extension}`,
    url,
    contentType: type.contentType,
    kind: own === undefined ? kind : type.kind,
    expiresAt: expiryOf(url),
  };
}

function extensionOf(url: string): string | undefined {
  const extension = /\.([a-z0-9]+)$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase();
  return extension !== undefined && TYPES.has(extension) ? extension : undefined;
}

function expiryOf(url: string): number | null {
  const seconds = Number(new URL(url).searchParams.get("Expires"));
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1000 : null;
}
