import { z } from "zod";

/** One file of a result. Its link is signed and therefore a credential (G7). */
export interface ResultFile {
  readonly name: string;
  readonly url: string;
  readonly contentType: string;
  /** Epoch milliseconds, from the link's `Expires`; null if it has none. */
  readonly expiresAt: number | null;
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

/** The files of a succeeded task, in any of the shapes that the models use. Total. */
export function filesOf(output: Readonly<Record<string, unknown>>): readonly ResultFile[] {
  const read = shapes.parse(output);
  const { video_url: video, watermark_video_url: marked, results, choices } = read;
  if (typeof video === "string") {
    return [
      fileOf("video", "mp4", video),
      ...(typeof marked === "string" ? [fileOf("video-watermark", "mp4", marked)] : []),
    ];
  }
  if (results && "video_url" in results) return [fileOf("video", "mp4", results.video_url)];
  const listed = existing((results ?? []).map(({ url }) => url));
  if (listed.length > 0) return manyOf(listed);
  return manyOf(
    existing((choices ?? []).flatMap((item) => item?.message.content.map(({ image }) => image))),
  );
}

function existing(links: readonly (string | null | undefined)[]): readonly string[] {
  return links.filter((link) => typeof link === "string");
}

/** The files of a list; several files are numbered. */
function manyOf(links: readonly string[]): readonly ResultFile[] {
  return links.map((url, index) => {
    const isVideo = CONTENT_TYPES[extensionOf(url) ?? ""]?.startsWith("video/") === true;
    const name = isVideo ? "video" : "image";
    return fileOf(links.length === 1 ? name : `${name}-${index + 1}`, isVideo ? "mp4" : "png", url);
  });
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  mp4: "video/mp4",
  mov: "video/quicktime",
  webm: "video/webm",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
  bmp: "image/bmp",
  gif: "image/gif",
};

function fileOf(name: string, standard: "mp4" | "png", url: string): ResultFile {
  const extension = extensionOf(url) ?? standard;
  return {
    name: `${name}.${extension}`,
    url,
    contentType: CONTENT_TYPES[extension] ?? "application/octet-stream",
    expiresAt: expiryOf(url),
  };
}

/**
 * Known extensions only, because the path of the link is not trusted and the name may be used as a
 * file name.
 */
function extensionOf(url: string): string | undefined {
  const extension = /\.([a-z0-9]+)$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase();
  return extension !== undefined && Object.hasOwn(CONTENT_TYPES, extension) ? extension : undefined;
}

function expiryOf(url: string): number | null {
  const seconds = Number(new URL(url).searchParams.get("Expires"));
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1000 : null;
}
