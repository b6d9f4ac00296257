import type { Failure, Generation } from "@dashqueue/queue/internal";
import { FAILURE_POLICY } from "@dashqueue/queue/internal";

/**
 * Why some of these generations wait that were refused or held back; null if all wait for a slot.
 * Only the one that was tried last knows that its model is refused; the others wait for a slot.
 * What needs a person comes first.
 */
export function heldBackBy(waiting: readonly (Generation | null)[]): Failure | null {
  const failures = waiting.flatMap((one) =>
    one?.status === "queued" && one.delayed !== null ? [one.delayed] : [],
  );
  return failures.find(({ kind }) => !FAILURE_POLICY[kind].retry) ?? failures[0] ?? null;
}
