import { DashqueueError } from "./dashqueue-error.ts";

/** A server that asks for a longer pause is not asked again: the caller decides. */
const LONGEST_WAIT_MS = 60_000;

/** The request may have taken effect: its answer is missing, or says so. */
const TEMPORARY = new Set([502, 503, 504]);

/**
 * Whether a failed request is sent again, and the least time to wait before: null for never.
 *
 * @param isRepeatable whether a second one of the same request changes nothing.
 */
export function retryWaitMs(error: unknown, isRepeatable: boolean): number | null {
  if (!(error instanceof DashqueueError) || !isTemporary(error, isRepeatable)) return null;
  const waitMs = error.retryAfterMs ?? 0;
  return waitMs > LONGEST_WAIT_MS ? null : waitMs;
}

function isTemporary({ kind, status }: DashqueueError, isRepeatable: boolean): boolean {
  switch (kind) {
    case "refused":
      // What a limit refused was not stored.
      return status === 429 || (isRepeatable && TEMPORARY.has(status ?? 0));
    case "unreachable":
    case "timeout":
      return isRepeatable;
    case "unreadable":
    case "damaged":
    case "unverified":
      return false;
  }
}
