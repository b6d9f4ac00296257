import type { Failure } from "@dashqueue/queue/internal";
import type { Posted, UntrustedFetch } from "@dashqueue/service";
import { Webhook } from "standardwebhooks";

import type { WebhookMessage } from "./webhook-message.ts";

/** What became of a delivery. */
export type Delivered =
  | { readonly kind: "accepted" }
  /** The receiver wants no more deliveries, or there can be none. */
  | { readonly kind: "refused"; readonly failure: Failure }
  | {
      readonly kind: "failed";
      readonly failure: Failure;
      /** The earliest time for the next delivery, as the receiver asked; null if it did not. */
      readonly retryAfterMs: number | null;
    };

/** Posts a message once. */
export type Deliver = (
  url: string,
  message: WebhookMessage,
  signal: AbortSignal,
) => Promise<Delivered>;

/** The receiver may not hold up a message for longer. */
const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;

/**
 * Delivers webhooks signed according to Standard Webhooks. Without a secret it sends nothing,
 * because a receiver could not verify the message. The status of the answer alone decides.
 */
export function createWebhook(
  secret: string | undefined,
  fetch: Pick<UntrustedFetch, "post">,
  now: () => number,
): Deliver {
  const signer = secret === undefined ? null : new Webhook(secret);
  return async (url, { id, body }, signal) => {
    if (signer === null) return failed("configuration", NO_SECRET);
    const sentAt = new Date(now());
    const payload = JSON.stringify(body);
    const headers = {
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
      "webhook-signature": signer.sign(id, sentAt, payload),
    };
    try {
      return deliveredOf(await fetch.post(url, payload, headers, signal), now());
    } catch (error) {
      return failed("network", error instanceof Error ? error.message : String(error));
    }
  };
}

const NO_SECRET = "webhooks must be signed: set WEBHOOK_SECRET on the worker";

/** Standard Webhooks: 2xx accepts, and 410 asks for no more messages. */
function deliveredOf({ status, retryAfter }: Posted, now: number): Delivered {
  if (status >= 200 && status < 300) return { kind: "accepted" };
  const failure = failureOf("network", `the receiver answered ${status}`);
  return status === 410
    ? { kind: "refused", failure }
    : { kind: "failed", failure, retryAfterMs: delayOf(retryAfter, now) };
}

/** `Retry-After` is a number of seconds or a date (RFC 9110). */
function delayOf(retryAfter: string | null, now: number): number | null {
  if (retryAfter === null) return null;
  const delayMs = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - now;
  return Number.isNaN(delayMs) ? null : Math.min(Math.max(0, delayMs), MAX_RETRY_AFTER_MS);
}

function failed(kind: Failure["kind"], message: string): Delivered {
  return { kind: "failed", failure: failureOf(kind, message), retryAfterMs: null };
}

function failureOf(kind: Failure["kind"], message: string): Failure {
  return { kind, code: "", message, requestId: null, charged: null };
}
