import type { Archiving } from "@dashqueue/queue/internal";

import { createKeptOnce } from "../kept-once.ts";
import type { Outcome } from "../outcome.ts";

/** The records that this worker has just written for its archive stage. */
export interface HandOver {
  /** Keeps the record of an outcome that needs archiving. Returns the outcome. */
  keep(outcome: Outcome): Outcome;
  /** Returns a record once; null if it is unknown or not fresh. */
  take(id: string): Archiving | null;
}

/** A job is usually taken within a moment. After this time, its record is read again. */
const FRESH_MS = 5_000;

export function createHandOver(now: () => number): HandOver {
  const records = createKeptOnce<Archiving>(FRESH_MS, now);
  return {
    keep(outcome) {
      if (outcome.kind === "advance" && outcome.generation.status === "archiving")
        records.keep(outcome.generation.id, outcome.generation);
      return outcome;
    },
    take: records.take,
  };
}
