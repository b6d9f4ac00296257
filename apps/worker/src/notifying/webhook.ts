import type { Failure } from "@dashqueue/queue/internal";
import type { UntrustedFetch } from "@dashqueue/service";
import { Webhook } from "standardwebhooks";

import type { WebhookMessage } from "./webhook-message.ts";

/** Posts a message once. Returns null if the receiver accepted it, else why not. */
export type Deliver = (
  url: string,
  message: WebhookMessage,
  signal: AbortSignal,
) => Promise<Failure | null>;

/**
 * Delivers webhooks signed according to Standard Webhooks. Without a secret it sends nothing,
 * because a receiver could not verify the message.
 */
export function createWebhook(
  secret: string | undefined,
  fetch: Pick<UntrustedFetch, "post">,
  now: () => number,
): Deliver {
  const signer = secret === undefined ? null : new Webhook(secret);
  return async (url, { id, body }, signal) => {
    if (signer === null) return failure("configuration", NO_SECRET);
    const sentAt = new Date(now());
    const payload = JSON.stringify(body);
    const headers = {
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(sentAt.getTime() / 1000)),
      "webhook-signature": signer.sign(id, sentAt, payload),
    };
    try {
      const status = await fetch.post(url, payload, headers, signal);
      return status >= 200 && status < 300
        ? null
        : failure("network", `the receiver answered ${status}`);
    } catch (error) {
      return failure("network", error instanceof Error ? error.message : String(error));
    }
  };
}

const NO_SECRET = "webhooks must be signed: set WEBHOOK_SECRET on the worker";

function failure(kind: Failure["kind"], message: string): Failure {
  return { kind, code: "", message, requestId: null, charged: null };
}
