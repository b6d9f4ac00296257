import { setTimeout as delay } from "node:timers/promises";

import { isTerminal, type GenerationEvent, type GenerationStore } from "@dashqueue/queue/internal";
import { isRedisAway } from "@dashqueue/service";

import type { Watch } from "./bells.ts";

/** Between two tries to read while Redis is away. */
const RETRY_MS = 500;

/** Where in a generation's history a reader stands. */
export interface Reader {
  readonly store: Pick<GenerationStore, "events" | "get">;
  readonly watch: Watch;
  readonly id: string;
  /** The id of the last event that was read. */
  readonly after: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * The events of a generation after the given one, as they come; ends after the terminal one, or when the signal aborts.
 *
 * The watch began before the first read, so nothing falls between the two. One read for each ring at most. Redis away is
 * waited for.
 */
export async function* eventsOf(
  reader: Reader,
  first: readonly GenerationEvent[],
): AsyncGenerator<GenerationEvent> {
  let after = reader.after;
  let events = first;
  for (;;) {
    for (const event of events) {
      yield event;
      if (isTerminal(event.status)) return;
      after = event.id;
    }
    const over = events.length === 0 && (await isOver(reader));
    if (!over && !(await reader.watch.next(reader.signal))) return;
    events = await readEvents(reader, after);
    // Read once more, for it may have ended just between the read and the question.
    if (over && events.length === 0) return;
  }
}

async function readEvents(
  reader: Reader,
  after: string | undefined,
): Promise<readonly GenerationEvent[]> {
  return (await patiently(reader.signal, () => reader.store.events(reader.id, after))) ?? [];
}

/** Whether there is nothing more to come: it ended before `after`, or is forgotten. */
async function isOver({ store, id, signal }: Reader): Promise<boolean> {
  if (signal.aborted) return true;
  const found = await patiently(signal, async () => ({ generation: await store.get(id) }));
  return found === null || found.generation === null || isTerminal(found.generation.status);
}

/** Tries until Redis answers; null when the signal aborts before. */
async function patiently<Value>(
  signal: AbortSignal,
  read: () => Promise<Value>,
): Promise<Value | null> {
  while (!signal.aborted) {
    try {
      return await read();
    } catch (error) {
      if (!isRedisAway(error)) throw error;
    }
    await delay(RETRY_MS, undefined, { signal }).catch(() => {});
  }
  return null;
}
