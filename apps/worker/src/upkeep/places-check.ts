import type { GenerationStore, Line, Queued } from "@dashqueue/queue/internal";
import { isWaiting } from "@dashqueue/queue/internal";

export interface PlacesCheckPorts {
  readonly store: Pick<GenerationStore, "models" | "get">;
  readonly line: Pick<Line, "behindAll" | "toItsPlace">;
  /** Reads the limits; returns whether a generation may cost less than a whole one of each. */
  readonly readFits: () => Promise<(waiting: Queued) => boolean>;
}

/**
 * Returns a function that returns generations to their places in the line which cost more than a
 * whole limit, and no longer do. It does so at the first call: this worker may have been started
 * with a higher `DAILY_SPEND_LIMIT`, and others may always wait before them.
 */
export function createPlacesCheck({
  store,
  line,
  readFits,
}: PlacesCheckPorts): () => Promise<void> {
  let isDone = false;
  return async () => {
    if (isDone) return;
    const fits = await readFits();
    for (const model of await store.models())
      for (const id of await line.behindAll(model)) {
        // A newer version may have written it.
        const waiting = await store.get(id).catch(() => null);
        if (waiting !== null && isWaiting(waiting) && fits(waiting)) await line.toItsPlace(waiting);
      }
    isDone = true;
  };
}
