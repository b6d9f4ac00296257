import type { Delivery, EndpointAnswer } from "@dashqueue/queue/internal";

import type { Delivered } from "./signed-delivery.ts";

/** About four and a half hours in all. After that the caller has to query. */
const MOST_ATTEMPTS = 12;
const FIRST_DELAY_MS = 8_000;
/** How long a message waits for its endpoint, or for a secret that signs it. */
const MOST_WAIT_MS = 3 * 24 * 60 * 60_000;
/** How long until a message that could not be signed is tried again. */
const UNSIGNED_WAIT_MS = 2 * 60_000;

/**
 * The state of a message after another attempt, which doubles the delay if it failed. A probe
 * of a paused endpoint is an attempt like any other.
 *
 * @param pausedUntil the end of the endpoint's pause, epoch milliseconds; null without one
 */
export function deliveryAfter(
  before: Delivery,
  delivered: Exclude<Delivered, { readonly kind: "unsigned" }>,
  pausedUntil: number | null,
  now: number,
): Delivery {
  const attempts = before.attempts + 1;
  switch (delivered.kind) {
    case "accepted":
      return { attempts, state: "delivered", lastError: null, nextAt: null };
    case "refused":
      return { attempts, state: "failed", lastError: delivered.failure.message, nextAt: null };
    case "failed": {
      const known = { attempts, lastError: delivered.failure.message };
      if (attempts >= MOST_ATTEMPTS) return { ...known, state: "failed", nextAt: null };
      const delayMs = Math.max(FIRST_DELAY_MS * 2 ** (attempts - 1), delivered.retryAfterMs ?? 0);
      const nextAt = Math.max(now + delayMs, pausedUntil ?? 0);
      return {
        ...known,
        state: "pending",
        nextAt,
        ...(pausedUntil !== null && { isPaused: true }),
      };
    }
  }
}

/** A message that waits until its endpoint is probed. */
export function paused(delivery: Delivery, until: number): Delivery {
  return { ...delivery, state: "pending", nextAt: until, isPaused: true };
}

/** A message that waits because it cannot be signed, which counts as no attempt. */
export function unsigned({ attempts }: Delivery, lastError: string, now: number): Delivery {
  return { attempts, state: "pending", lastError, nextAt: now + UNSIGNED_WAIT_MS };
}

const LEAST_SPREAD_MS = 5_000;
const MOST_SPREAD_MS = 5 * 60_000;
/** From this number of attempts on, messages return last, in no further order. */
const MOST_RANK = 4;

/**
 * How many milliseconds a waiting message still waits. Messages that wait for the same time return
 * one after another. Those with the fewest attempts come first and become the probes, because an
 * endpoint may fail at a single message.
 *
 * @param random from 0 to 1
 */
export function wakeDelayMs({ attempts, nextAt }: Delivery, now: number, random: number): number {
  const leastMs = Math.max(0, (nextAt ?? 0) - now);
  const spreadMs = Math.min(Math.max(LEAST_SPREAD_MS, leastMs / 3), MOST_SPREAD_MS);
  const place = (Math.min(attempts, MOST_RANK) + random) / (MOST_RANK + 1);
  return Math.floor(leastMs + place * spreadMs);
}

/** Whether a message has waited for too long. @param since epoch milliseconds */
export function hasWaitedTooLong(since: number, now: number): boolean {
  return now - since >= MOST_WAIT_MS;
}

/** What an answer says about the endpoint. Any answer but an overload proves that it works. */
export function endpointAnswerOf(
  delivered: Exclude<Delivered, { readonly kind: "unsigned" }>,
  attempt: { readonly generation: string; readonly isProbe: boolean },
): EndpointAnswer {
  switch (delivered.kind) {
    case "accepted":
      return { kind: "accepted" };
    case "refused":
      return { kind: "gone" };
    case "failed": {
      const { status, failure, retryAfterMs } = delivered;
      const isDown = status === null || status >= 500 || status === 408 || status === 429;
      if (!isDown) return { kind: "rejected" };
      return { kind: "failed", ...attempt, error: failure.message, retryAfterMs };
    }
  }
}
