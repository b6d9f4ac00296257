import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

import type { Tombstone } from "../generation/deletion/tombstone.ts";
import { tombstoneSchema } from "../generation/deletion/tombstone.ts";
import { archivedRecordSchema } from "./archived-record.ts";
import type { EndedGeneration } from "./ended-generation.ts";
import { endedGenerationOf } from "./ended-generation.ts";
import { isGenerationId, recordPlace } from "./places.ts";

/** What reading needs of the archive. */
export interface ReadableArchive {
  /** Null if there is none. */
  open(key: string): Promise<{ readonly stream: Readable } | null>;
}

/** Reads what is left of a deleted generation. @throws if it cannot be read. */
export async function readTombstone(
  archive: ReadableArchive,
  key: string,
): Promise<Tombstone | null> {
  const opened = await archive.open(key);
  return opened === null ? null : tombstoneSchema.parse(JSON.parse(await text(opened.stream)));
}

/**
 * Reads an ended generation from the archive. Null if there is none, or if this is not the id of
 * a generation: then nothing is read.
 *
 * @throws if the archive cannot be read, or what it holds is not the record of this generation.
 */
export async function readArchived(
  archive: ReadableArchive,
  id: string,
): Promise<EndedGeneration | null> {
  const opened = isGenerationId(id) ? await archive.open(recordPlace(id)) : null;
  if (opened === null) return null;
  const json = await text(opened.stream);
  try {
    const ended = endedGenerationOf(archivedRecordSchema.parse(JSON.parse(json)));
    if (ended.generation.id !== id) throw new Error(`it is the record of ${ended.generation.id}`);
    return ended;
  } catch (cause) {
    const message = `${recordPlace(id)} in the archive cannot be read: restore the file, or delete it`;
    throw new Error(message, { cause });
  }
}
