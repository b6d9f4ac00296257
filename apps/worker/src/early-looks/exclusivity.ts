import type { CreateWaits, ServerChange, Uncertain } from "@dashqueue/queue/internal";

import { clockJumpMs } from "../settling/proof.ts";
import { CLOCK_ERROR_MS } from "../accounts/provider-clocks.ts";

/**
 * Since when every attempt that may have made a task on the account is known, epoch milliseconds:
 * since the account is declared to be exclusive, and since every create request has ended that
 * Redis may have forgotten in a restart.
 */
export function attemptsKnownSince(
  exclusiveSince: number,
  change: ServerChange | null,
  { createMs }: CreateWaits,
): number {
  if (change === null) return exclusiveSince;
  const { since, emptiedAt, wasInUse } = change;
  // If nobody used the empty Redis before, no create request was in flight.
  const isUnused = emptiedAt === since && !wasInUse;
  return Math.max(exclusiveSince, since + (isUnused ? 0 : createMs));
}

/** Whether the times of the provider's tasks can be compared with that of the attempt. */
export function areClocksCompared(
  attempt: Uncertain["attempt"],
  clockAheadMs: number | null,
): boolean {
  const jumpMs = clockJumpMs(attempt, clockAheadMs);
  return jumpMs !== null && Math.abs(jumpMs) <= CLOCK_ERROR_MS;
}
