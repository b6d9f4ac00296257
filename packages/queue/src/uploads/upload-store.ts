import { openAsBlob } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";

import type { CreateRequest, Problem } from "@dashqueue/dashscope";

import { makeFolder, syncFolder, writeDurably } from "./durable-file.ts";
import type { Upload } from "./upload.ts";
import { uploadProblems, uploadSchema, uploadsIn } from "./upload.ts";

/** The files that were handed in, in a folder that producers and workers share. Ids come from `uploadIdOf`, or are new. */
export interface UploadStore {
  /** Takes a file in. Unless it is `added`, nothing of it is left. @throws when the stream or the storage fails. */
  add(id: string, bytes: AsyncIterable<Buffer>, rules: UploadRules): Promise<Added>;
  /** What is known of an upload, or null when it is not there. It is kept for longer from now on. */
  use(id: string): Promise<Upload | null>;
  /** The bytes of an upload, to be streamed. */
  open(upload: Upload): Promise<Blob>;
  /** Removes what nobody has used since then, but for what is needed; and what a process left half done. */
  sweep(unusedSince: number | null, needed: ReadonlySet<string>): Promise<void>;
}

export interface UploadRules {
  readonly limitBytes: number;
  /** What a file is by its content; null when it may not be taken in. */
  typeOf(file: string): Promise<Pick<Upload, "contentType" | "extension"> | null>;
}

export type Added =
  | { readonly kind: "added"; readonly upload: Upload }
  | { readonly kind: "too-large" }
  | { readonly kind: "wrong-type" };

/** No upload is taken in for so long: what is still half done then was left by a process that died. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** Uploads in `<archive>/uploads/<id>/`: the bytes, and what is known of them. When it was last used is the record's mtime. */
export function createUploadStore(archiveFolder: string, now: () => number): UploadStore {
  const folder = path.join(archiveFolder, "uploads");
  const recordOf = (id: string) => path.join(folder, id, "upload.json");
  const partOf = (id: string) => path.join(folder, `.${id}.part`);

  async function remove(id: string): Promise<void> {
    // First out of sight: whoever dies in between leaves no half of an upload.
    await rename(path.join(folder, id), partOf(id));
    await rm(partOf(id), { recursive: true, force: true });
  }

  return {
    async add(id, bytes, rules) {
      await makeFolder(folder);
      const part = partOf(id);
      await mkdir(part);
      try {
        const added = await fill(part, { id, createdAt: now() }, bytes, rules);
        if (added.kind !== "added") return added;
        await rename(part, path.join(folder, id));
        await syncFolder(folder);
        return added;
      } finally {
        await rm(part, { recursive: true, force: true });
      }
    },
    async use(id) {
      const seconds = now() / 1000;
      try {
        await utimes(recordOf(id), seconds, seconds);
        return uploadSchema.parse(JSON.parse(await readFile(recordOf(id), "utf8")));
      } catch (error) {
        return absent(error);
      }
    },
    open: ({ id, contentType }) => openAsBlob(path.join(folder, id, "file"), { type: contentType }),
    async sweep(unusedSince, needed) {
      for (const name of (await readdir(folder).catch(absent)) ?? []) {
        const isPart = name.startsWith(".");
        const place = isPart ? path.join(folder, name) : recordOf(name);
        const usedAt = (await stat(place).catch(absent))?.mtimeMs ?? Infinity;
        if (isPart && usedAt < now() - ABANDONED_MS)
          await rm(place, { recursive: true, force: true });
        if (!isPart && unusedSince !== null && usedAt < unusedSince && !needed.has(name))
          await remove(name);
      }
    },
  };
}

/** Writes all of an upload into its folder. */
async function fill(
  folder: string,
  named: Pick<Upload, "id" | "createdAt">,
  bytes: AsyncIterable<Buffer>,
  { limitBytes, typeOf }: UploadRules,
): Promise<Added> {
  const file = path.join(folder, "file");
  const written = await writeDurably(file, upTo(limitBytes, bytes));
  if (written.bytes > limitBytes) return { kind: "too-large" };
  const type = await typeOf(file);
  if (type === null) return { kind: "wrong-type" };
  const upload = { ...named, ...written, ...type };
  const record = path.join(folder, "upload.json");
  await writeFile(record, JSON.stringify(upload), { flush: true });
  await utimes(record, named.createdAt / 1000, named.createdAt / 1000);
  await syncFolder(folder);
  return { kind: "added", upload };
}

/** Stops soon after the limit: more is not worth reading. */
async function* upTo(limitBytes: number, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    yield chunk;
    bytes += chunk.byteLength;
    if (bytes > limitBytes) return;
  }
}

function absent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
  throw error;
}

/** Asks for every upload that a request names, so that it is kept for as long as the generation may need it. */
export async function problemsOfUploads(
  uploads: Pick<UploadStore, "use"> | undefined,
  request: CreateRequest,
): Promise<Problem[]> {
  const known = new Map<string, Upload>();
  for (const id of uploadsIn(request)) {
    const upload = (await uploads?.use(id)) ?? null;
    if (upload !== null) known.set(id, upload);
  }
  return uploadProblems(request, known);
}
