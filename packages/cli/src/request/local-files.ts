import { fileURLToPath } from "node:url";
import path from "node:path";

/** Uploads a local file and returns its `upload://…` URL. */
export type UploadFile = (file: string) => Promise<string>;

const PREFIX = "file:";

/**
 * Replaces every `file:<path>` in a value by the URL of its upload. A file that occurs twice is
 * uploaded once.
 */
export async function withUploads(value: unknown, upload: UploadFile): Promise<unknown> {
  const uploads = new Map<string, Promise<string>>();
  const once: UploadFile = (file) => {
    const known = uploads.get(file) ?? upload(file);
    uploads.set(file, known);
    return known;
  };
  return replaced(value, once);
}

async function replaced(value: unknown, upload: UploadFile): Promise<unknown> {
  if (typeof value === "string") return value.startsWith(PREFIX) ? upload(localPath(value)) : value;
  if (Array.isArray(value)) return Promise.all(value.map((one) => replaced(one, upload)));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(
    async ([name, one]) => [name, await replaced(one, upload)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

function localPath(url: string): string {
  return url.startsWith("file://") ? fileURLToPath(url) : url.slice(PREFIX.length);
}

/** What `--image` and the like name: a URL as it is, anything else as a local file. */
export function mediaReference(given: string): string {
  return /^(?:[a-z][a-z0-9+.-]+:\/\/|data:|file:)/i.test(given)
    ? given
    : `${PREFIX}${path.normalize(given)}`;
}
