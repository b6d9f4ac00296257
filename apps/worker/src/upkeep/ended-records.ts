import { Readable } from "node:stream";

import type { Archive } from "@dashqueue/archive";
import type { GenerationStore } from "@dashqueue/queue/internal";
import {
  archivedRecordOf,
  dayMark,
  isEnded,
  lostResultOf,
  recordPlace,
  removeArchived,
} from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { redactEntry } from "@dashqueue/service";

export interface EndedRecordsPorts {
  readonly store: Pick<
    GenerationStore,
    | "held"
    | "unarchived"
    | "archived"
    | "noteLost"
    | "endedBefore"
    | "forget"
    | "tombstone"
    | "deletedBefore"
    | "filesRemoved"
  >;
  readonly archive: Pick<Archive, "write" | "stat" | "list" | "remove">;
  /** Terminal generations are deleted from Redis after this time; null keeps them forever. */
  readonly retentionMs: number | null;
  now(): number;
}

/** A generation whose record or files could not be dealt with, and why. */
interface Failed {
  readonly id: string;
  readonly error: unknown;
}

/** The first record that could not be archived, and the first deletion that is unfinished. */
interface Failures {
  readonly unarchived: Failed | null;
  readonly unremoved: Failed | null;
}

/**
 * The files of a deleted generation are removed once more after this time: until then, a worker
 * that read its record before may write to the archive.
 */
const DELETION_GRACE_MS = 10 * 60_000;

/** How many are handled at once, because an archive may be far away. */
const PAGE = 20;

/**
 * Returns a function that does `archiveAndForget`, and logs when that begins to fail and when it
 * works again.
 */
export function createRecordArchiving(
  ports: EndedRecordsPorts & { readonly logger: Pick<Logger, "error" | "info"> },
): (signal: AbortSignal) => Promise<void> {
  const { logger } = ports;
  const failing = new Set<string>();
  function report(failed: Failed | null, { event, problem, over }: Report) {
    if (failed !== null && !failing.has(event))
      logger.error({ event, generation_id: failed.id, error: failed.error }, problem);
    if (failed === null && failing.has(event)) logger.info({ event: over.event }, over.message);
    if (failed === null) failing.delete(event);
    else failing.add(event);
  }
  return async (signal) => {
    const { unarchived, unremoved } = await archiveAndForget(ports, signal);
    if (signal.aborted) return;
    report(unarchived, UNARCHIVED);
    report(unremoved, UNREMOVED);
  };
}

interface Report {
  readonly event: string;
  readonly problem: string;
  readonly over: { readonly event: string; readonly message: string };
}

const UNARCHIVED: Report = {
  event: "records-unarchived",
  problem:
    "the record of an ended generation cannot be written to the archive, so Redis keeps it. Check the archive; the worker tries again by itself.",
  over: { event: "records-archived", message: "records are written to the archive again" },
};

const UNREMOVED: Report = {
  event: "deletion-unfinished",
  problem:
    "the files of a deleted generation cannot be removed from the archive. Check that the worker may delete there; it tries again by itself.",
  over: { event: "deletion-finished", message: "files of deleted generations are removed again" },
};

/**
 * Writes the record of each ended generation to the archive, removes what is left of deleted ones,
 * and deletes from Redis those whose retention is over, never before their record is in the
 * archive. What failed stays for the next pass.
 */
async function archiveAndForget(ports: EndedRecordsPorts, signal: AbortSignal): Promise<Failures> {
  const { store, retentionMs, now } = ports;
  const unarchived = await forEach(store.unarchived, (id) => archive(id, ports, signal), signal);
  const deleted: GenerationStore["unarchived"] = (page) =>
    store.deletedBefore(now() - DELETION_GRACE_MS, page);
  const unremoved = await forEach(deleted, (id) => removeFiles(id, ports), signal);
  if (retentionMs === null) return { unarchived, unremoved };
  const before = now() - retentionMs;
  const old: GenerationStore["unarchived"] = (page) => store.endedBefore(before, page);
  const kept = await forEach(old, (id) => forget(id, before, ports, signal), signal);
  return { unarchived: kept ?? unarchived, unremoved };
}

/** Does the work for each id, which takes it off the list. Stops if a whole page has failed. */
async function forEach(
  list: GenerationStore["unarchived"],
  work: (id: string) => Promise<void>,
  signal: AbortSignal,
): Promise<Failed | null> {
  const failed: Failed[] = [];
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
  const held = await store.held(id);
  const generation = held?.generation;
  if (held !== null && generation !== undefined && isEnded(generation)) {
    // First: what loses results is often an archive that cannot be written.
    if (lostResultOf(generation) !== null) await store.noteLost(id, generation.finishedAt);
    const record = archivedRecordOf(generation, held.events);
    const write = (key: string, contentType: string, text: string) =>
      ports.archive.write(key, Readable.from([Buffer.from(text)]), { contentType, signal });
    // First, so that a record in the archive is always found by its day, too.
    const mark = dayMark(generation);
    await write(mark.key, "text/plain", mark.text);
    const json = JSON.stringify(record, redactEntry, 2);
    await write(recordPlace(id), "application/json", `${json}\n`);
  }
  await store.archived(id, generation?.delivery, held);
}

/** Removes what the archive has of a deleted generation, except for what it cost. */
async function removeFiles(id: string, { store, archive }: EndedRecordsPorts): Promise<void> {
  const tombstone = await store.tombstone(id);
  if (tombstone !== null) await removeArchived(archive, tombstone);
  await store.filesRemoved(id);
}

/** First archives the record of a version that did not archive records. */
async function forget(
  id: string,
  before: number,
  ports: EndedRecordsPorts,
  signal: AbortSignal,
): Promise<void> {
  if ((await ports.store.tombstone(id)) !== null) await removeFiles(id, ports);
  else if ((await ports.archive.stat(recordPlace(id))) === null) await archive(id, ports, signal);
  await ports.store.forget(id, before);
}
