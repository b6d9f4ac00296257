import type { Changed, Failure, Generation } from "@dashqueue/queue/internal";

/** Why the same work is done later, and after which delay. */
export interface Wait {
  readonly delayMs: number;
  readonly reason: string;
}

/** What a stage decided. `loop/` alone translates it for BullMQ. */
export type Outcome =
  /** The record changed; the next job follows from its new state. */
  | { readonly kind: "advance"; readonly generation: Generation }
  /** The work is complete and no other job follows. */
  | { readonly kind: "done" }
  /** Nothing was left to do, and no other job follows. */
  | { readonly kind: "idle" }
  /** Nothing to do yet: run the same job again after this delay. Costs no attempt. */
  | ({ readonly kind: "wait" } & Wait)
  /** The work failed and costs one of the job's attempts. */
  | {
      readonly kind: "retry";
      readonly failure: Failure;
      /** The least delay; null for the delay of the job's own backoff. */
      readonly retryAfterMs: number | null;
    }
  /** The work can never succeed; the job ends as failed, for an operator to inspect. */
  | { readonly kind: "fail"; readonly failure: Failure }
  /** The process is closing: return the job to its queue for another worker. */
  | { readonly kind: "hand-back" };

/** What became of a ticket, which serves the generation that is next in the line of its model. */
export type Served =
  /** This generation, as it was before. */
  | { readonly kind: "served"; readonly generation: Generation; readonly outcome: Outcome }
  /** The ticket's own generation waits, and can be served after `waitMs`. */
  | { readonly kind: "later"; readonly waitMs: number }
  /** No waiting generation can be served. */
  | { readonly kind: "nobody" }
  | Extract<Outcome, { readonly kind: "hand-back" }>;

export function wait(delayMs: number, reason: string): Outcome {
  return { kind: "wait", delayMs, reason };
}

/** The outcome of a change of the record: its job follows from the new state. */
export function afterChange(changed: Changed): Outcome {
  return changed.kind === "missing"
    ? { kind: "fail", failure: DELETED }
    : { kind: "advance", generation: changed.generation };
}

const DELETED: Failure = {
  kind: "unresolved",
  code: "",
  message: "the record was deleted",
  requestId: null,
  charged: null,
};
