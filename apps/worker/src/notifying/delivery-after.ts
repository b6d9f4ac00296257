import type { Delivery } from "@dashqueue/queue/internal";

import type { Delivered } from "./webhook.ts";

/** About four and a half hours in all. After that the caller has to query. */
const MOST_ATTEMPTS = 12;
const FIRST_DELAY_MS = 8_000;

/** Why an attempt was made, and what is known of its endpoint after it. */
export interface AttemptContext {
  /** Whether it only found out if a paused endpoint answers again. */
  readonly isProbe: boolean;
  /** Whether a person asked for it. If it fails, everything stays as it was. */
  readonly isRepeat: boolean;
  /** Epoch milliseconds; null if the endpoint is not paused. */
  readonly pausedUntil: number | null;
}

/**
 * What is known of a message after another attempt, which doubles the delay if it failed. While its
 * endpoint is paused, a message waits for as long as its generation is kept.
 */
export function deliveryAfter(
  before: Delivery,
  delivered: Delivered,
  { isProbe, isRepeat, pausedUntil }: AttemptContext,
  now: number,
): Delivery {
  const attempts = before.attempts + 1;
  const probes = (before.probes ?? 0) + (isProbe ? 1 : 0);
  const counts = { attempts, ...(probes === 0 ? {} : { probes }) };
  switch (delivered.kind) {
    case "accepted":
      return { ...counts, state: "delivered", lastError: null, nextAt: null };
    case "refused":
      return { ...counts, state: "failed", lastError: delivered.failure.message, nextAt: null };
    case "failed": {
      const known = { ...counts, lastError: delivered.failure.message };
      if (isRepeat) return { ...before, ...known };
      if (pausedUntil !== null) return paused({ ...before, ...known }, pausedUntil);
      const counted = attempts - probes;
      if (counted >= MOST_ATTEMPTS) return { ...known, state: "failed", nextAt: null };
      const delayMs = Math.max(FIRST_DELAY_MS * 2 ** (counted - 1), delivered.retryAfterMs ?? 0);
      return { ...known, state: "pending", nextAt: now + delayMs };
    }
  }
}

/** A message that waits until its endpoint is probed. */
export function paused(delivery: Delivery, until: number): Delivery {
  return { ...delivery, state: "pending", nextAt: until, isPaused: true };
}
