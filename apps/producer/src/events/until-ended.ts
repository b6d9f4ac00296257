import type { Generation, GenerationStore } from "@dashqueue/queue/internal";
import { isTerminal } from "@dashqueue/queue/internal";

import type { ChangeNotifier } from "./change-notifier.ts";
import { withRetries } from "./with-retries.ts";

export interface UntilEndedPorts {
  readonly store: Pick<GenerationStore, "get">;
  readonly changes: Pick<ChangeNotifier, "watch">;
}

/**
 * Waits until a generation has ended, and returns its last state, which is not an ended one if the
 * signal aborted first. While Redis does not answer, it waits and retries.
 */
export async function untilEnded(
  { store, changes }: UntilEndedPorts,
  generation: Generation,
  signal: AbortSignal,
): Promise<Generation> {
  const { id } = generation;
  // Watching starts before the first read, so no change is missed in between.
  using watch = changes.watch(id);
  let last = generation;
  do last = (await withRetries(signal, () => store.get(id))) ?? last;
  while (!isTerminal(last.status) && (await watch.next(signal)));
  return last;
}
