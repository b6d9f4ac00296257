import { Readable } from "node:stream";

import type { Tombstone } from "../generation/deletion/tombstone.ts";
import { dayMark, tombstonePlace } from "./places.ts";

/** What the removal needs of the archive. */
export interface RemovableArchive {
  list(prefix: string): AsyncIterable<{ readonly key: string }>;
  remove(key: string): Promise<void>;
  write(key: string, bytes: Readable, options: { readonly contentType: string }): Promise<unknown>;
}

/**
 * Removes the files and the record of a deleted generation from the archive, and leaves what it
 * cost. It can be repeated at any time. The removal comes first, because the disk may be full.
 */
export async function removeArchived(
  archive: RemovableArchive,
  tombstone: Tombstone,
): Promise<void> {
  const { id, tenant, finished_at } = tombstone;
  const mark = dayMark({ id, tenant, finishedAt: Date.parse(finished_at) });
  const keys = [mark.key];
  for await (const { key } of archive.list(`${id}/`)) keys.push(key);
  for (const key of keys) await archive.remove(key);
  const line = Readable.from([Buffer.from(`${JSON.stringify(tombstone)}\n`)]);
  await archive.write(tombstonePlace(tombstone), line, { contentType: "application/json" });
}
