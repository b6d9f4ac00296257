import type { Delivery } from "@dashqueue/queue/internal";

import type { Delivered } from "./webhook.ts";

/** About four and a half hours in all. After that the caller has to query. */
const MOST_ATTEMPTS = 12;
const FIRST_DELAY_MS = 8_000;

/** What is known of a webhook after another delivery, which doubles the delay if it failed. */
export function deliveryAfter(before: Delivery, delivered: Delivered, now: number): Delivery {
  const attempts = before.attempts + 1;
  switch (delivered.kind) {
    case "accepted":
      return { state: "delivered", attempts, lastError: null, nextAt: null };
    case "refused":
      return { state: "failed", attempts, lastError: delivered.failure.message, nextAt: null };
    case "failed": {
      const { failure, retryAfterMs } = delivered;
      const known = { attempts, lastError: failure.message };
      if (attempts >= MOST_ATTEMPTS) return { ...known, state: "failed", nextAt: null };
      const delayMs = Math.max(FIRST_DELAY_MS * 2 ** (attempts - 1), retryAfterMs ?? 0);
      return { ...known, state: "pending", nextAt: now + delayMs };
    }
  }
}
