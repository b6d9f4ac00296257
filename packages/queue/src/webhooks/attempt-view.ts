import type { DeliveryAttempt } from "./delivery-attempt.ts";
import { messageIdOf } from "./message-id.ts";

/** An attempt to deliver a webhook message, as callers see it. Of the URL, only the host (G7). */
export interface AttemptView {
  /** Its number, by which it is sent again. */
  readonly n: number;
  /** ISO 8601, as are the other times. */
  readonly at: string;
  /** The status of which the message notifies. */
  readonly event: string;
  /** The same for every attempt to deliver the message. */
  readonly webhook_id: string;
  readonly host: string | null;
  /** The HTTP status of the answer; null if there was none. */
  readonly status: number | null;
  readonly error: string | null;
  readonly latency_ms: number;
  /** When the next attempt is due; null if none is. */
  readonly next_at: string | null;
}

export function attemptView(
  { id, webhookUrl }: { readonly id: string; readonly webhookUrl: string | null },
  { n, at, revision, event, status, error, latencyMs, nextAt }: DeliveryAttempt,
): AttemptView {
  return {
    n,
    at: iso(at),
    event,
    webhook_id: messageIdOf({ id, revision }),
    host: webhookUrl === null ? null : new URL(webhookUrl).host,
    status,
    error,
    latency_ms: Math.round(latencyMs),
    next_at: nextAt === null ? null : iso(nextAt),
  };
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
