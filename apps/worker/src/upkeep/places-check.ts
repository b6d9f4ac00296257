import type { GenerationStore, Line, Queued } from "@dashqueue/queue/internal";

export interface PlacesCheckPorts {
  readonly store: Pick<GenerationStore, "models">;
  readonly line: Pick<Line, "returnFitting">;
  /** Reads the limits, and returns a function that tells whether a generation fits within them. */
  readonly readFits: () => Promise<(waiting: Queued) => boolean>;
}

/** Bounds the time of a pass, however many generations wait. */
const MOST_PAGES = 10;

/**
 * Returns a function that looks at the generations that were put behind all others because they
 * may cost more than a whole limit. Those that fit now return to their places in the line. A limit
 * may be raised right before a worker puts a refused generation behind all others, or by a restart
 * with a higher `DAILY_SPEND_LIMIT`. Each call goes on where the last one ended.
 */
export function createPlacesCheck({
  store,
  line,
  readFits,
}: PlacesCheckPorts): (signal: AbortSignal) => Promise<void> {
  const ends = new Map<string, string>();
  return async (signal) => {
    const fits = await readFits();
    for (const model of await store.models()) {
      let after = ends.get(model) ?? null;
      ends.delete(model);
      for (let page = 0; page < MOST_PAGES && !signal.aborted; page += 1) {
        after = await line.returnFitting({ model, after }, fits);
        if (after === null) break;
      }
      if (after !== null) ends.set(model, after);
    }
  };
}
