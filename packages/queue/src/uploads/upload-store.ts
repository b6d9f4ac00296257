import { openAsBlob } from "node:fs";
import { mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";

import type { CreateRequest, FindModel, Problem } from "@dashqueue/dashscope";

import { makeFolder, syncFolder, writeDurably } from "./durable-file.ts";
import type { Upload } from "./upload.ts";
import { uploadProblems, uploadSchema, uploadsIn } from "./upload.ts";

/**
 * The uploaded files, in a folder that producers and workers share. An id is new or one of
 * `upload-url.ts`, so it is safe in a path.
 */
export interface UploadStore {
  /**
   * Stores a file. Unless the result is `added`, nothing is left of it. A file that is already
   * stored under its id is added too.
   *
   * @throws if the stream or the storage fails.
   */
  add(id: string, bytes: AsyncIterable<Buffer>, rules: UploadRules): Promise<Added>;
  /** Reads an upload and renews its retention; null if it does not exist. */
  use(id: string): Promise<Upload | null>;
  /** The bytes of an upload, for streaming. */
  open(upload: Upload): Promise<Blob>;
  /** The file with the bytes of an upload. */
  fileOf(id: string): string;
  /** Removes uploads unused since then, except needed ones, and what a crash left unfinished. */
  sweep(unusedSince: number | null, needed: ReadonlySet<string>): Promise<void>;
}

export interface UploadRules {
  readonly limitBytes: number;
  /** The type of a file by its content; null if the type is not accepted. */
  typeOf(file: string): Promise<Pick<Upload, "contentType" | "extension"> | null>;
}

export type Added =
  | { readonly kind: "added"; readonly upload: Upload }
  | { readonly kind: "too-large" }
  | { readonly kind: "wrong-type" }
  /** The id belongs to another file. */
  | { readonly kind: "taken" };

/** No upload takes this long, so an unfinished one of this age was left by a crash. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/**
 * Keeps uploads in `<archive>/uploads/<id>/`: the bytes and their record. The record's mtime is the
 * time of the last use.
 */
export function createUploadStore(archiveFolder: string, now: () => number): UploadStore {
  const folder = path.join(archiveFolder, "uploads");
  const recordOf = (id: string) => path.join(folder, id, "upload.json");
  const fileOf = (id: string) => path.join(folder, id, "file");

  async function use(id: string): Promise<Upload | null> {
    const seconds = now() / 1000;
    try {
      await utimes(recordOf(id), seconds, seconds);
      return uploadSchema.parse(JSON.parse(await readFile(recordOf(id), "utf8")));
    } catch (error) {
      return absent(error);
    }
  }

  /** Moves a complete upload to its id, unless the id is taken. */
  async function publish(part: string, upload: Upload): Promise<Added> {
    try {
      await rename(part, path.join(folder, upload.id));
    } catch (error) {
      const known = await use(upload.id);
      if (known === null) throw error;
      return known.sha256 === upload.sha256 ? { kind: "added", upload: known } : { kind: "taken" };
    }
    await syncFolder(folder);
    return { kind: "added", upload };
  }

  async function remove(id: string): Promise<void> {
    // Renamed first, so that a crash in between leaves no half of an upload.
    const part = path.join(folder, `.${id}.part`);
    await rename(path.join(folder, id), part);
    await rm(part, { recursive: true, force: true });
  }

  return {
    async add(id, bytes, rules) {
      await makeFolder(folder);
      // A name of its own, because two senders can add the same file at once.
      const part = await mkdtemp(path.join(folder, `.${id}.`));
      try {
        const filled = await fill(part, { id, createdAt: now() }, bytes, rules);
        return filled.kind === "added" ? await publish(part, filled.upload) : filled;
      } finally {
        await rm(part, { recursive: true, force: true });
      }
    },
    use,
    open: ({ id, contentType }) => openAsBlob(fileOf(id), { type: contentType }),
    fileOf,
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

/** Writes an upload and its record into a folder. */
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

/** Stops reading soon after the limit. */
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

/**
 * The problems of the uploads that a request names. Reading them renews their retention, so that
 * they last as long as the generation may need them.
 */
export async function problemsOfUploads(
  uploads: Pick<UploadStore, "use"> | undefined,
  request: CreateRequest,
  findModel?: FindModel,
): Promise<Problem[]> {
  const known = new Map<string, Upload>();
  for (const id of uploadsIn(request)) {
    const upload = (await uploads?.use(id)) ?? null;
    if (upload !== null) known.set(id, upload);
  }
  return uploadProblems(request, known, findModel);
}
