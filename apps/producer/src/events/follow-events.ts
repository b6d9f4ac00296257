import type { GenerationEvent, GenerationStore } from "@dashqueue/queue/internal";
import { isTerminal } from "@dashqueue/queue/internal";

import type { Watch } from "./change-notifier.ts";
import { withRetries } from "./with-retries.ts";

/** A reader's position in a generation's history. */
export interface Reader {
  readonly store: Pick<GenerationStore, "events" | "get">;
  readonly watch: Watch;
  readonly id: string;
  /** The id of the last event that was read. */
  readonly after: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Yields the events of a generation after the reader's position as they happen. Ends after the
 * terminal event, or when the signal aborts. While Redis does not answer, it waits and retries.
 *
 * @param first the events read so far. The watch must have begun before that read, so that no event
 * is missed in between.
 */
export async function* followEvents(
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
    // The generation may have ended between the read and the check, so one more read is needed.
    if (over && events.length === 0) return;
  }
}

async function readEvents(
  reader: Reader,
  after: string | undefined,
): Promise<readonly GenerationEvent[]> {
  return (await withRetries(reader.signal, () => reader.store.events(reader.id, after))) ?? [];
}

/** Whether no event can follow: the generation ended before `after`, or its record has expired. */
async function isOver({ store, id, signal }: Reader): Promise<boolean> {
  if (signal.aborted) return true;
  const found = await withRetries(signal, async () => ({ generation: await store.get(id) }));
  return found === null || found.generation === null || isTerminal(found.generation.status);
}
