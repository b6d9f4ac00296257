import { Readable } from "node:stream";

import type { Archive } from "@dashqueue/archive";
import type { GenerationStore } from "@dashqueue/queue/internal";
import {
  archivedRecordOf,
  dayMark,
  isEnded,
  recordPlace,
  removeArchived,
} from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { redactEntry } from "@dashqueue/service";

export interface EndedRecordsPorts {
  readonly store: Pick<
    GenerationStore,
    | "get"
    | "events"
    | "unarchived"
    | "archived"
    | "endedBefore"
    | "forget"
    | "tombstone"
    | "buriedBefore"
    | "filesRemoved"
  >;
  readonly archive: Pick<Archive, "write" | "stat" | "list" | "remove">;
  /** Terminal generations are deleted from Redis after this time; null keeps them forever. */
  readonly retentionMs: number | null;
  now(): number;
}

/** A record that could not be archived, and why. */
interface NotArchived {
  readonly id: string;
  readonly error: unknown;
}

/**
 * The files of a deleted generation are removed once more after this time: until then, a worker
 * that read its record before may write to the archive.
 */
const DELETION_GRACE_MS = 10 * 60_000;

/** Worked on at once: an archive may be far away. */
const PAGE = 20;

/**
 * Returns a function that does `archiveAndForget`, and logs when that begins to fail and when it
 * works again.
 */
export function createRecordArchiving(
  ports: EndedRecordsPorts & { readonly logger: Pick<Logger, "error" | "info"> },
): (signal: AbortSignal) => Promise<void> {
  const { logger } = ports;
  let isFailing = false;
  return async (signal) => {
    const failed = await archiveAndForget(ports, signal);
    if (failed !== null && !isFailing)
      logger.error(
        { event: "records-unarchived", generation_id: failed.id, error: failed.error },
        "the record of an ended generation cannot be written to the archive, so Redis keeps it. Check the archive; the worker tries again by itself.",
      );
    if (failed === null && isFailing && !signal.aborted)
      logger.info({ event: "records-archived" }, "records are written to the archive again");
    isFailing = failed !== null;
  };
}

/**
 * Writes the record of each ended generation to the archive, removes what is left of deleted ones,
 * and deletes from Redis those whose retention is over, never before their record is in the
 * archive. Returns the first that failed; what failed stays for the next pass.
 */
async function archiveAndForget(
  ports: EndedRecordsPorts,
  signal: AbortSignal,
): Promise<NotArchived | null> {
  const { store, retentionMs, now } = ports;
  const failed = await forEach(store.unarchived, (id) => archive(id, ports, signal), signal);
  const buried: GenerationStore["unarchived"] = (page) =>
    store.buriedBefore(now() - DELETION_GRACE_MS, page);
  const unremoved = await forEach(buried, (id) => removeFiles(id, ports), signal);
  if (retentionMs === null) return failed ?? unremoved;
  const old: GenerationStore["unarchived"] = (page) => store.endedBefore(now() - retentionMs, page);
  return (await forEach(old, (id) => forget(id, ports, signal), signal)) ?? failed ?? unremoved;
}

/** Does the work for each id, which takes it off the list. Stops if a whole page has failed. */
async function forEach(
  list: GenerationStore["unarchived"],
  work: (id: string) => Promise<void>,
  signal: AbortSignal,
): Promise<NotArchived | null> {
  const failed: NotArchived[] = [];
  while (!signal.aborted) {
    const offset = failed.length;
    const ids = await list({ offset, limit: PAGE });
    const one = (id: string) => work(id).catch((error: unknown) => failed.push({ id, error }));
    await Promise.all(ids.map(one));
    if (ids.length < PAGE || failed.length === offset + PAGE) break;
  }
  return signal.aborted ? null : (failed[0] ?? null);
}

async function archive(id: string, ports: EndedRecordsPorts, signal: AbortSignal): Promise<void> {
  const { store } = ports;
  const generation = await store.get(id);
  if (generation !== null && isEnded(generation)) {
    const record = archivedRecordOf(generation, await store.events(id));
    const write = (key: string, contentType: string, text: string) =>
      ports.archive.write(key, Readable.from([Buffer.from(text)]), { contentType, signal });
    // First, so that a record in the archive is always found by its day, too.
    const mark = dayMark(generation);
    await write(mark.key, "text/plain", mark.text);
    const json = JSON.stringify(record, redactEntry, 2);
    await write(recordPlace(id), "application/json", `${json}\n`);
  }
  await store.archived(id, generation?.delivery);
}

/** Removes what the archive has of a deleted generation, except for what it cost. */
async function removeFiles(id: string, { store, archive }: EndedRecordsPorts): Promise<void> {
  const tombstone = await store.tombstone(id);
  if (tombstone !== null) await removeArchived(archive, tombstone);
  await store.filesRemoved(id);
}

/** Also for records of a version that archived none. */
async function forget(id: string, ports: EndedRecordsPorts, signal: AbortSignal): Promise<void> {
  if ((await ports.store.tombstone(id)) !== null) await removeFiles(id, ports);
  else if ((await ports.archive.stat(recordPlace(id))) === null) await archive(id, ports, signal);
  await ports.store.forget(id);
}
