import type { Failure, Generation } from "@dashqueue/queue/internal";

/** What a stage decided. How BullMQ is told is known to `run-stage.ts` alone. */
export type Outcome =
  /** The record moved on; the job that it needs next follows from it. */
  | { readonly kind: "advance"; readonly generation: Generation }
  /** All is said; no other job follows. */
  | { readonly kind: "done" }
  /** Nothing to do yet: the same job again after this long. Costs no attempt. */
  | { readonly kind: "wait"; readonly delayMs: number; readonly reason: string }
  /** It did not work and costs one of the job's attempts. */
  | { readonly kind: "retry"; readonly failure: Failure }
  /** It will never work; the job ends as failed, for a person to see. */
  | { readonly kind: "fail"; readonly failure: Failure }
  /** The process is closing: the job goes back to where it came from. */
  | { readonly kind: "hand-back" };
