const JITTER_SHARE = 0.1;

/**
 * A token bucket that holds one token, so there are no bursts. A create request may arrive up to a
 * tenth of the interval early, because network latency varies. The next request has to wait for the
 * time gained, so the rate holds.
 *
 * @param nextAt when the next create request is due, in milliseconds since the epoch; undefined
 *   before the first.
 * @returns when the request after this one is due; null when this one is refused.
 */
export function admitSubmit(
  nextAt: number | undefined,
  submitsPerSecond: number,
  now: number,
): number | null {
  const intervalMs = 1000 / submitsPerSecond;
  const dueAt = nextAt ?? now;
  if (now < dueAt - intervalMs * JITTER_SHARE) return null;
  return Math.max(now, dueAt) + intervalMs;
}

/**
 * Admits at most `perSecond` requests in any second.
 *
 * @param admitted when the last requests were admitted, in milliseconds since the epoch.
 * @returns the admission times of the last second including this one; null when it is refused.
 */
export function admitQuery(
  admitted: readonly number[],
  perSecond: number,
  now: number,
): readonly number[] | null {
  const recent = admitted.filter((at) => at > now - 1000);
  return recent.length < perSecond ? [...recent, now] : null;
}
