import type { Failure } from "@dashqueue/queue/internal";
import { WebhookSecretError } from "@dashqueue/queue/internal";
import type { Posted, UntrustedFetch } from "@dashqueue/service";
import { Webhook } from "standardwebhooks";

import type { WebhookMessage } from "./webhook-message.ts";

/** The result of an attempt. `status` is that of the answer; null without one. */
export type Delivered =
  | { readonly kind: "accepted"; readonly status: number }
  /** The receiver wants no more messages. */
  | { readonly kind: "refused"; readonly status: number; readonly failure: Failure }
  | {
      readonly kind: "failed";
      readonly status: number | null;
      readonly failure: Failure;
      /** The least delay of the next attempt, as the receiver asked; null if it did not. */
      readonly retryAfterMs: number | null;
    }
  /** Nothing was sent, because this worker is not configured to sign for the tenant. */
  | { readonly kind: "unsigned"; readonly failure: Failure };

/** Posts a message once. */
export type Deliver = (
  url: string,
  message: WebhookMessage,
  signal: AbortSignal,
) => Promise<Delivered>;

/** The secrets with which the messages of a tenant are signed, the newest first. */
export type SecretsOf = (tenant: string) => Promise<readonly string[]>;

/** The longest `Retry-After` that counts. */
const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;

/**
 * Delivers webhooks signed according to Standard Webhooks, with every secret of the tenant: a
 * receiver verifies one of the signatures. Without a secret it sends nothing, because no receiver
 * could verify the message. The status of the answer alone decides.
 */
export function createSignedDelivery(
  secretsOf: SecretsOf,
  fetch: Pick<UntrustedFetch, "post">,
  now: () => number,
): Deliver {
  return async (url, { id, body }, signal) => {
    const secrets = await readable(secretsOf(body.data.tenant));
    if (secrets instanceof Error) return unsigned(secrets.message);
    if (secrets.length === 0) return unsigned(NO_SECRET);
    const sentAt = new Date(now());
    const payload = JSON.stringify(body);
    const headers = {
      "user-agent": "dashqueue",
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
      "webhook-signature": secrets
        .map((secret) => new Webhook(secret).sign(id, sentAt, payload))
        .join(" "),
    };
    try {
      return deliveredOf(await fetch.post(url, payload, headers, signal), now());
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const failure = failureOf("network", message);
      return { kind: "failed", status: null, failure, retryAfterMs: null };
    }
  };
}

const NO_SECRET = "webhooks must be signed: set WEBHOOK_SECRET on the worker";

async function readable(secrets: ReturnType<SecretsOf>) {
  return secrets.catch((error: unknown) => {
    if (error instanceof WebhookSecretError) return error;
    throw error;
  });
}

/** Standard Webhooks: 2xx accepts, and 410 asks for no more messages. */
function deliveredOf({ status, retryAfter }: Posted, now: number): Delivered {
  if (status >= 200 && status < 300) return { kind: "accepted", status };
  const failure = failureOf("network", `the receiver answered ${status}`);
  return status === 410
    ? { kind: "refused", status, failure }
    : { kind: "failed", status, failure, retryAfterMs: delayOf(retryAfter, now) };
}

/** `Retry-After` is a number of seconds or a date (RFC 9110). */
function delayOf(retryAfter: string | null, now: number): number | null {
  if (retryAfter === null) return null;
  const delayMs = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - now;
  return Number.isNaN(delayMs) ? null : Math.min(Math.max(0, delayMs), MAX_RETRY_AFTER_MS);
}

function unsigned(message: string): Delivered {
  return { kind: "unsigned", failure: failureOf("configuration", message) };
}

/** A failure to deliver, which is not one of the provider. */
export function failureOf(kind: Failure["kind"], message: string): Failure {
  return { kind, code: "", message, requestId: null, charged: null };
}
