import { Readable } from "node:stream";

import type { Archive } from "@dashqueue/archive";
import type { Ended } from "@dashqueue/queue/internal";
import {
  DAY_MS,
  dayMark,
  dayOf,
  dayPlace,
  deletedPlace,
  readArchived,
  readTombstone,
  recordPlace,
} from "@dashqueue/queue/internal";

/** The result for the index entry of one record. */
export type Indexed =
  | { readonly kind: "added" | "known"; readonly id: string }
  | { readonly kind: "unreadable"; readonly id: string; readonly reason: string };

/** Reads every record in the archive, and names those by their day that were not. */
export async function* indexByDay(
  archive: Pick<Archive, "open" | "list" | "stat" | "write">,
): AsyncGenerator<Indexed, void, undefined> {
  for await (const { key } of archive.list("gen_")) {
    const [id = ""] = key.split("/");
    if (key !== recordPlace(id)) continue;
    const read = await readArchived(archive, id).catch((error: Error) => error);
    if (read instanceof Error) yield { kind: "unreadable", id, reason: read.message };
    else if (read !== null) yield { kind: await nameByDay(archive, read.generation), id };
  }
}

async function nameByDay(
  archive: Pick<Archive, "stat" | "write">,
  ended: Ended,
): Promise<"added" | "known"> {
  const { key, text } = dayMark(ended);
  if ((await archive.stat(key)) !== null) return "known";
  await archive.write(key, Readable.from([Buffer.from(text)]), { contentType: "text/plain" });
  return "added";
}

/**
 * Returns a function that finds the generation of a task in the archive, among those that ended
 * today or yesterday: the provider lists no older tasks. It reads the archive when it is first
 * called.
 *
 * @param report gets one sentence if the archive cannot be read, and then nothing is found.
 */
export function createArchivedAs(
  archive: Pick<Archive, "open" | "list">,
  now: () => number,
  report: (problem: string) => void,
): (taskId: string) => Promise<string | null> {
  let owners: Promise<ReadonlyMap<string, string>> | null = null;
  const read = () =>
    ownersOn(archive, [dayOf(now() - DAY_MS), dayOf(now())]).catch(({ message }: Error) => {
      report(`The archive cannot be read, so it is not known what it has: ${message}`);
      return new Map<string, string>();
    });
  return async (taskId) => (await (owners ??= read())).get(taskId) ?? null;
}

/** The generations that ended on these days, by each task that they had. */
async function ownersOn(
  archive: Pick<Archive, "open" | "list">,
  days: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const owners = new Map<string, string>();
  for (const day of days)
    for await (const { key } of archive.list(dayPlace(day))) {
      const id = key.slice(key.lastIndexOf("/") + 1);
      // An unreadable record hides no other.
      const { task, failedTasks = [] } =
        (await readArchived(archive, id).catch(() => null))?.generation ?? {};
      for (const taskId of task ? [...failedTasks, task.id] : failedTasks) owners.set(taskId, id);
    }
  for (const day of days)
    for await (const { key } of archive.list(deletedPlace(day))) {
      const tombstone = await readTombstone(archive, key).catch(() => null);
      for (const taskId of tombstone?.tasks ?? []) owners.set(taskId, tombstone?.id ?? "");
    }
  return owners;
}
