import type { Archiving } from "@dashqueue/queue/internal";

import type { Outcome } from "../outcome.ts";

/** The records that this worker has just written for its archive stage. */
export interface HandOver {
  /** Keeps the record of an outcome that needs archiving. Returns the outcome. */
  keep(outcome: Outcome): Outcome;
  /** Returns a record once; null if it is unknown or not fresh. */
  take(id: string): Archiving | null;
}

/** Jobs are taken within a moment, or else the record is worth a look. */
const FRESH_MS = 5_000;
/** Other replicas archive, too, and nobody takes the records that are kept here for those. */
const MOST_RECORDS = 1_000;

export function createHandOver(now: () => number): HandOver {
  const kept = new Map<string, { readonly record: Archiving; readonly at: number }>();
  return {
    keep(outcome) {
      if (outcome.kind !== "advance" || outcome.generation.status !== "archiving") return outcome;
      const [oldest] = kept.keys();
      if (kept.size >= MOST_RECORDS && oldest !== undefined) kept.delete(oldest);
      kept.set(outcome.generation.id, { record: outcome.generation, at: now() });
      return outcome;
    },
    take(id) {
      const found = kept.get(id);
      kept.delete(id);
      return found !== undefined && now() - found.at < FRESH_MS ? found.record : null;
    },
  };
}
