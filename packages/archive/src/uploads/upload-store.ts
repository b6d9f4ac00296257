import { text } from "node:stream/consumers";
import { Readable } from "node:stream";

import type { Archive } from "../archive.ts";
import { headOf } from "../head-of.ts";
import { limited, TooLargeError } from "./limited.ts";
import type { LocalFile } from "./local-file.ts";
import { copyToLocalFile } from "./local-file.ts";
import { sweepUploads } from "./sweep-uploads.ts";
import type { Added, Upload, UploadRules } from "./upload.ts";
import { uploadSchema } from "./upload.ts";
import { recordKey, uploadFolder } from "./upload-keys.ts";

/** The uploaded files, in the archive that producers and workers share. */
export interface UploadStore {
  /**
   * Stores a file. Unless the result is `added`, nothing is left of it. A file that is already
   * stored under its id is added too.
   *
   * @throws ArchiveError if the storage fails, and what the stream of bytes throws.
   */
  add(id: string, bytes: AsyncIterable<Buffer>, rules: UploadRules): Promise<Added>;
  /** Reads an upload and renews its retention; null if it does not exist. */
  use(id: string): Promise<Upload | null>;
  /** The key of the bytes of an upload in the archive. */
  keyOf(upload: Pick<Upload, "id" | "file">): string;
  /** Copies the bytes of an upload into a temporary file; null if they are gone. */
  copy(upload: Upload): Promise<LocalFile | null>;
  /** Removes uploads unused since then, except needed ones, and what a crash left unfinished. */
  sweep(unusedSince: number | null, needed: ReadonlySet<string>): Promise<void>;
}

export interface UploadStorePorts {
  readonly archive: Archive;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Makes names that are unique across all processes, of letters, digits and hyphens. */
  readonly newId: () => string;
}

/** More than any signature of a media file needs. */
const HEAD_BYTES = 64 * 1024;
/** The time of the last use is known this closely, so that most uses write nothing. */
const RENEWAL_MS = 60 * 60 * 1000;

/**
 * Keeps uploads in `uploads/<id>/`: the bytes, and a record that names them. The record is written
 * after the bytes and removed after them. The time at which it was written is that of the last use.
 */
export function createUploadStore({ archive, now, newId }: UploadStorePorts): UploadStore {
  const keyOf = ({ id, file }: Pick<Upload, "id" | "file">) => `${uploadFolder(id)}${file}`;

  async function writeRecord(upload: Upload): Promise<void> {
    const bytes = Readable.from([Buffer.from(JSON.stringify(upload))]);
    await archive.write(recordKey(upload.id), bytes, { contentType: "application/json" });
  }

  async function use(id: string): Promise<Upload | null> {
    const record = await archive.open(recordKey(id));
    if (record === null) return null;
    const upload = uploadSchema.parse(JSON.parse(await text(record.stream)));
    if (record.modifiedAt > now() - RENEWAL_MS) return upload;
    await writeRecord(upload);
    if ((await archive.stat(keyOf(upload))) !== null) return upload;
    // Swept at the same time.
    await archive.remove(recordKey(id));
    return null;
  }

  /** Writes the record of stored bytes, unless the id has one. */
  async function publish(upload: Upload): Promise<Added> {
    const known = await use(upload.id);
    if (known === null) {
      await writeRecord(upload);
      return { kind: "added", upload };
    }
    await archive.remove(keyOf(upload));
    return known.sha256 === upload.sha256 ? { kind: "added", upload: known } : { kind: "taken" };
  }

  return {
    async add(id, bytes, { limitBytes, typeOf }) {
      const rest = bytes[Symbol.asyncIterator]();
      const head = await headOf(rest, HEAD_BYTES);
      const type = await typeOf(head);
      if (type === null) {
        await rest.return?.();
        return { kind: "wrong-type" };
      }
      const named = { id, file: newId(), createdAt: now(), ...type };
      const stream = Readable.from(limited(head, rest, limitBytes), { objectMode: false });
      try {
        const written = await archive.write(keyOf(named), stream, type);
        return await publish({ ...named, ...written });
      } catch (error) {
        if (error instanceof TooLargeError) return { kind: "too-large" };
        throw error;
      }
    },
    use,
    keyOf,
    async copy(upload) {
      const found = await archive.open(keyOf(upload));
      return found && copyToLocalFile(found.stream, upload.contentType);
    },
    sweep: (unusedSince, needed) => sweepUploads({ archive, now }, unusedSince, needed),
  };
}
