import type { Archive } from "../archive.ts";
import { idOfKey, recordKey, UPLOADS } from "./upload-keys.ts";

/** No upload takes this long, so an unfinished one of this age was left by a crash. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

interface Found {
  readonly keys: string[];
  /** Null without a record. */
  usedAt: number | null;
  newest: number;
}

/** Removes uploads unused since then, except needed ones, and what a crash left unfinished. */
export async function sweepUploads(
  { archive, now }: { readonly archive: Archive; readonly now: () => number },
  unusedSince: number | null,
  needed: ReadonlySet<string>,
): Promise<void> {
  for (const [id, { keys, usedAt, newest }] of await findUploads(archive)) {
    const isUnused =
      usedAt === null
        ? newest < now() - ABANDONED_MS
        : unusedSince !== null && usedAt < unusedSince && !needed.has(id);
    if (!isUnused) continue;
    // The record last: one without bytes is removed when it is used.
    const record = recordKey(id);
    for (const key of keys) if (key !== record) await archive.remove(key);
    await archive.remove(record);
  }
}

async function findUploads(archive: Archive): Promise<ReadonlyMap<string, Found>> {
  const uploads = new Map<string, Found>();
  for await (const { key, modifiedAt } of archive.list(UPLOADS)) {
    const id = idOfKey(key);
    const found = uploads.get(id) ?? { keys: [], usedAt: null, newest: 0 };
    uploads.set(id, found);
    found.keys.push(key);
    found.newest = Math.max(found.newest, modifiedAt);
    if (key === recordKey(id)) found.usedAt = modifiedAt;
  }
  return uploads;
}
