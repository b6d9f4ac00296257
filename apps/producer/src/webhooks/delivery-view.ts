import type { DeliveryAttempt, Endpoint } from "@dashqueue/queue/internal";
import { messageIdOf } from "@dashqueue/queue/internal";

/** An attempt to deliver a webhook message, as callers see it. Of the URL, only the host (G7). */
export function attemptView(
  { id, webhookUrl }: { readonly id: string; readonly webhookUrl: string | null },
  { n, at, revision, event, status, error, latencyMs, nextAt }: DeliveryAttempt,
) {
  return {
    n,
    at: iso(at),
    event,
    webhook_id: messageIdOf({ id, revision }),
    host: webhookUrl === null ? null : new URL(webhookUrl).host,
    status,
    error,
    latency_ms: Math.round(latencyMs),
    next_at: isoOrNull(nextAt),
  };
}

/** An endpoint that failed lately. */
export function endpointView({
  origin,
  failures,
  since,
  lastError,
  lastFailureAt,
  pausedUntil,
}: Endpoint & { readonly origin: string }) {
  return {
    origin,
    state: pausedUntil === null ? "failing" : "paused",
    failures,
    since: iso(since),
    last_error: lastError,
    last_failure_at: iso(lastFailureAt),
    next_probe_at: isoOrNull(pausedUntil),
    advice:
      pausedUntil === null
        ? "Each message is repeated after a growing delay. Five failures in a row, of two generations or more, pause the endpoint."
        : "Make it answer 2xx. The next probe that it accepts resumes it, and then everything that waits is sent. To probe it now, redeliver an attempt.",
  };
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : iso(atMs);
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
