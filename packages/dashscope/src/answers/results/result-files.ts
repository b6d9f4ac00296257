import { z } from "zod";

import type { ResultKind } from "./file-types.ts";
import { extensionOf, typeOfExtension } from "./file-types.ts";

/** One file of a result. Its link is signed and therefore a credential (G7). */
export interface ResultFile {
  readonly name: string;
  readonly url: string;
  /** By the link; the bytes decide what it really is. */
  readonly contentType: string;
  /** Null if neither the link nor the place shows it: any bytes may be right. */
  readonly kind: ResultKind | null;
  /** Epoch milliseconds, from the link's `Expires`; null if it has none. */
  readonly expiresAt: number | null;
}

/** The files of a succeeded task. */
export interface ResultFiles {
  /** At the places that the models' documentation names. */
  readonly files: readonly ResultFile[];
  /** At any other place: the result of a model whose output is not documented. */
  readonly otherFiles: readonly ResultFile[];
}

const link = z.url({ protocol: /^https?$/ });
const linkOrNull = link.nullish().catch(null);
const entry = z.object({ url: linkOrNull, transcription_url: linkOrNull });
const choice = z.object({
  message: z.object({
    content: z.array(z.object({ image: linkOrNull }).catch({ image: null })),
  }),
});

const shapes = z.object({
  video_url: linkOrNull,
  watermark_video_url: linkOrNull,
  output_video_url: linkOrNull,
  url: linkOrNull,
  result: entry.nullish().catch(null),
  results: z
    .union([
      z.object({
        video_url: linkOrNull,
        pbr_model_url: linkOrNull,
        base_model_url: linkOrNull,
        rendered_image_url: linkOrNull,
      }),
      z.array(entry.catch({})),
    ])
    .nullish()
    .catch(null),
  choices: z.array(choice.nullable().catch(null)).nullish().catch(null),
});

/** Finds every link of an output. Never throws. */
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

/** The files of the first documented shape that contains files. */
function documentedFiles(output: Readonly<Record<string, unknown>>): readonly ResultFile[] {
  const read = shapes.parse(output);
  const { results, choices } = read;
  const one = Array.isArray(results) ? null : results;
  const many = Array.isArray(results) ? results : [];
  const images = (choices ?? []).flatMap((item) => item?.message.content.map(({ image }) => image));
  const found = [
    [...fileAt(read.video_url, VIDEO), ...fileAt(read.watermark_video_url, WATERMARKED)],
    fileAt(read.output_video_url, VIDEO),
    fileAt(one?.video_url, VIDEO),
    [
      ...fileAt(one?.pbr_model_url, MODEL),
      ...fileAt(one?.base_model_url, BARE_MODEL),
      ...fileAt(one?.rendered_image_url, PREVIEW),
    ],
    manyOf(existing(many.map(({ url }) => url)), { standard: "png" }),
    manyOf(existing(many.map((file) => file.transcription_url)), TRANSCRIPT),
    fileAt(read.result?.transcription_url, TRANSCRIPT),
    manyOf(existing(images), { kind: "image", standard: "png" }),
    fileAt(read.url, ONLY_LINK),
  ];
  return found.find(({ length }) => length > 0) ?? [];
}

function fileAt(url: string | null | undefined, place: Place): readonly ResultFile[] {
  return typeof url === "string" ? [fileOf(url, place)] : [];
}

function existing(links: readonly (string | null | undefined)[]): readonly string[] {
  return links.filter((link) => typeof link === "string");
}

/** The files of a list; several files are numbered. */
function manyOf(links: readonly string[], place: Place): readonly ResultFile[] {
  return links.map((url, index) =>
    fileOf(url, { ...place, number: links.length === 1 ? null : index + 1 }),
  );
}

/** More links than any model returns: what lies beyond is not looked at. */
const MAX_LINKS = 100;

/** The files to transcribe are named beside their transcripts. */
const ECHOES = new Set(["file_url"]);

/** Every text of a JSON value that is a link as a whole, in order and once. */
function allLinks(output: unknown): readonly string[] {
  const links = new Set<string>();
  // A stack of our own, because the nesting of an answer has no limit.
  const left = [output];
  while (left.length > 0 && links.size < MAX_LINKS) {
    const value = left.pop();
    if (typeof value === "string" && link.safeParse(value).success) links.add(value);
    else if (typeof value === "object" && value !== null)
      left.push(...valuesOf(value).toReversed());
  }
  return [...links];
}

function valuesOf(value: object): readonly unknown[] {
  return Object.entries(value).flatMap(([key, inside]) =>
    ECHOES.has(key) ? [] : [inside as unknown],
  );
}

interface Place {
  /** By default the kind. */
  readonly name?: string;
  readonly number?: number | null;
  /** What the place promises for a link without an extension, if it does. */
  readonly kind?: ResultKind | null;
  /** The extension of a link that has none. */
  readonly standard?: string;
}
const VIDEO: Place = { name: "video", kind: "video", standard: "mp4" };
const WATERMARKED: Place = { ...VIDEO, name: "video-watermark" };
const MODEL: Place = { name: "model", kind: "model", standard: "glb" };
const BARE_MODEL: Place = { ...MODEL, name: "model-base" };
const PREVIEW: Place = { name: "preview", kind: "image", standard: "webp" };
const TRANSCRIPT: Place = { name: "transcript", kind: "text", standard: "json" };
/** Of embeddings, as far as it is known. */
const ONLY_LINK: Place = { standard: "txt.gz" };

function fileOf(url: string, { name, number = null, kind = null, standard }: Place): ResultFile {
  const own = extensionOf(url);
  const extension = own ?? standard ?? "bin";
  const type = typeOfExtension(extension);
  const stem = name ?? type.kind ?? "file";
  return {
    name: `${stem}${number === null ? "" : `-${number}`}.${extension}`,
    url,
    contentType: type.contentType,
    kind: own === undefined ? kind : type.kind,
    expiresAt: expiryOf(url),
  };
}

function expiryOf(url: string): number | null {
  const seconds = Number(new URL(url).searchParams.get("Expires"));
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1000 : null;
}
