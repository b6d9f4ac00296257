import type { Polling } from "@dashqueue/dashscope";
import type { TaskKind, Observed, Running } from "@dashqueue/queue/internal";
import { ALL_KINDS, isKnownKind } from "@dashqueue/queue/internal";

import type { Lifetime } from "./lifetime.ts";
import { lifetimeOf } from "./lifetime.ts";

/** The lifetimes of a model's kinds that were observed often enough, and of all its tasks. */
export function lifetimesOf(
  kinds: ReadonlyMap<TaskKind, Observed>,
  polling: Polling,
): ReadonlyMap<TaskKind, Lifetime> {
  const known = [...kinds].filter(
    ([kind, observed]) => kind === ALL_KINDS || isKnownKind(observed),
  );
  return new Map(known.map(([kind, observed]) => [kind, lifetimeOf(observed, polling)]));
}

/**
 * When a task ended; null if the provider's clock was not compared.
 *
 * @param endedAt as the provider reported it, by the shared clock; null if it did not.
 */
export function endOf(
  { attempt: { providerAheadMs } }: Running,
  endedAt: number | null,
  now: number,
): number | null {
  const isComparable = endedAt !== null && typeof providerAheadMs === "number";
  return isComparable ? Math.min(endedAt, now) : null;
}

/** How long a task took, milliseconds; if its end is not known, until it was read. */
export function durationMs(running: Running, endedAt: number | null, now: number): number {
  return Math.max(0, (endOf(running, endedAt, now) ?? now) - running.task.submittedAt);
}
