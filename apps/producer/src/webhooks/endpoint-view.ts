import type { Endpoint } from "@dashqueue/queue/internal";
import { WEBHOOK_HELP } from "@dashqueue/queue/internal";

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
    help: WEBHOOK_HELP,
  };
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : iso(atMs);
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
