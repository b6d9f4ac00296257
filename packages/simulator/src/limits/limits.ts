/** What one account may do with one model. */
export type Limit = {
  readonly submitsPerSecond: number;
  /** Tasks at once: running ones where creates queue, accepted and unfinished ones where they are refused. */
  readonly maxInFlight: number;
};

const jitterShare = 0.1;

/**
 * A token bucket that holds one token: no burst. A create may come a tenth of the interval early, because a network is
 * not a metronome; the time that it saved is asked of the next one, so the rate is kept.
 *
 * @param nextAt when the next create is due, in milliseconds since the epoch; undefined before the first.
 * @returns when the one after this is due, or null when this one is refused.
 */
export function admitSubmit(
  nextAt: number | undefined,
  submitsPerSecond: number,
  now: number,
): number | null {
  const intervalMs = 1000 / submitsPerSecond;
  const dueAt = nextAt ?? now;
  if (now < dueAt - intervalMs * jitterShare) return null;
  return Math.max(now, dueAt) + intervalMs;
}

/**
 * At most `queriesPerSecond` in any second. Source of the 20: DashScope's documentation, "异步任务管理 API".
 *
 * @param admitted when the last queries were let through, in milliseconds since the epoch.
 * @returns those of the last second and this one, or null when this one is refused.
 */
export function admitQuery(
  admitted: readonly number[],
  queriesPerSecond: number,
  now: number,
): readonly number[] | null {
  const recent = admitted.filter((at) => at > now - 1000);
  return recent.length < queriesPerSecond ? [...recent, now] : null;
}
