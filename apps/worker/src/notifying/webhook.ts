import type { Failure } from "@dashqueue/queue/internal";
import type { UntrustedFetch } from "@dashqueue/service";
import { Webhook } from "standardwebhooks";

import type { NotifyPorts } from "../stages/notify.ts";

/** Delivers webhooks signed after Standard Webhooks. Without a secret nothing is sent: a receiver could not trust it. */
export function createWebhook(
  secret: string | undefined,
  fetch: Pick<UntrustedFetch, "post">,
  now: () => number,
): NotifyPorts["deliver"] {
  const signer = secret === undefined ? null : new Webhook(secret);
  return async (url, { id, body }, signal) => {
    if (signer === null)
      return failure(
        "configuration",
        "set WEBHOOK_SECRET on the worker: webhooks are only sent signed",
      );
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

function failure(kind: Failure["kind"], message: string): Failure {
  return { kind, code: "", message, requestId: null, charged: null };
}
