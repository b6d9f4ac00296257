import { laneStatsOf, type LaneStats } from "../limits/lane-stats.ts";
import type { LoggedRequest } from "../http/request-log.ts";
import type { Task } from "../tasks/task.ts";
import type { ThrottleKind } from "../limits/throttle.ts";

export type Stats = {
  readonly lanes: readonly LaneStats[];
  /** 429s by the limit that was exceeded; scripted ones are not counted. */
  readonly throttled: Readonly<Record<ThrottleKind, number>>;
  /** Requests by operation. */
  readonly requests: Readonly<Partial<Record<LoggedRequest["operation"], number>>>;
};

export function statsOf(
  tasks: readonly Task[],
  requests: readonly LoggedRequest[],
  throttled: Stats["throttled"],
  now: number,
): Stats {
  const counts: Partial<Record<LoggedRequest["operation"], number>> = {};
  for (const { operation } of requests) counts[operation] = (counts[operation] ?? 0) + 1;
  return { lanes: laneStatsOf(tasks, now), throttled, requests: counts };
}
