import { z } from "zod";

/** One file of a result. The link is signed: whoever has it has the file. */
export interface ResultFile {
  readonly name: string;
  readonly url: string;
  readonly contentType: string;
  /** Epoch milliseconds, read from the link. */
  readonly expiresAt: number | null;
}

const link = z.url({ protocol: /^https?$/ });
const results = z.union([
  z.object({ video_url: link }).transform((result) => [result.video_url]),
  z
    .array(
      z
        .object({ url: link })
        .transform(({ url }) => url)
        .nullable()
        .catch(null),
    )
    .transform(existing),
]);
const choices = z
  .array(
    z.object({
      message: z.object({
        content: z
          .array(
            z
              .object({ image: link })
              .transform(({ image }) => image)
              .nullable()
              .catch(null),
          )
          .transform(existing),
      }),
    }),
  )
  .transform((all) => all.flatMap(({ message }) => message.content));

/** The files of a task that succeeded, in any of the shapes that the models use. */
export function filesOf(output: Readonly<Record<string, unknown>>): readonly ResultFile[] {
  const video = link.safeParse(output["video_url"]);
  if (video.success) return [fileOf("video", video.data)];
  for (const [schema, value] of [
    [results, output["results"]],
    [choices, output["choices"]],
  ] as const) {
    const links = schema.safeParse(value);
    if (links.success && links.data.length > 0)
      return links.data.map((url, index) => fileOf(nameOf(url, index, links.data.length), url));
  }
  return [];
}

function nameOf(url: string, index: number, count: number): string {
  const kind = extensionOf(url) === "mp4" ? "video" : "image";
  return count === 1 ? kind : `${kind}-${index + 1}`;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  mp4: "video/mp4",
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  webp: "image/webp",
};

function fileOf(name: string, url: string): ResultFile {
  const extension = extensionOf(url) ?? (name.startsWith("video") ? "mp4" : "png");
  return {
    name: `${name}.${extension}`,
    url,
    contentType: CONTENT_TYPES[extension] ?? "application/octet-stream",
    expiresAt: expiryOf(url),
  };
}

/** Only endings that are known: a link's path is the provider's, and becomes a name on our disk. */
function extensionOf(url: string): string | undefined {
  const extension = /\.([a-z0-9]+)$/i.exec(new URL(url).pathname)?.[1]?.toLowerCase();
  return extension !== undefined && Object.hasOwn(CONTENT_TYPES, extension) ? extension : undefined;
}

function expiryOf(url: string): number | null {
  const seconds = Number(new URL(url).searchParams.get("Expires"));
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1000 : null;
}

function existing(links: readonly (string | null)[]): string[] {
  return links.filter((link) => link !== null);
}
