import { Webhook } from "standardwebhooks";

import type { WebhookMessage } from "../api/operations.generated.ts";
import { DashqueueError } from "../http/dashqueue-error.ts";

/** A request to your webhook, as it arrived. */
export interface WebhookRequest {
  /** The body, unchanged: parsed and written again, it has another signature. */
  readonly body: string | Uint8Array;
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Checks that dashqueue signed a webhook within the last five minutes, and returns its message. A
 * message may arrive more than once: `webhook-id` is the same then.
 *
 * @param secrets `WEBHOOK_SECRET` of the workers; several while it is rotated.
 * @throws DashqueueError of the kind `unverified`: answer 401 and do nothing.
 */
export function verifyWebhook(
  { body, headers }: WebhookRequest,
  ...secrets: readonly [string, ...string[]]
): WebhookMessage {
  const payload = typeof body === "string" ? body : Buffer.from(body);
  const sent = headers instanceof Headers ? Object.fromEntries(headers) : single(headers);
  let cause: unknown;
  for (const secret of secrets) {
    try {
      return new Webhook(secret).verify(payload, sent) as WebhookMessage;
    } catch (error) {
      cause = error;
    }
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  const detail = `The webhook is not verified: ${reason}. Compare the secret with WEBHOOK_SECRET of the workers, the clocks, and pass the body as it arrived.`;
  throw new DashqueueError({ kind: "unverified", detail, cause });
}

function single(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Record<string, string> {
  const named = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name.toLowerCase(), String(value)]],
  );
  return Object.fromEntries(named) as Record<string, string>;
}
