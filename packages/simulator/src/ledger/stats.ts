import type { LoggedRequest } from "../http/request-log.ts";
import type { ThrottleKind } from "../limits/throttle.ts";
import type { Task } from "../tasks/task.ts";
import type { LaneStats } from "./lane-stats.ts";
import { laneStatsOf } from "./lane-stats.ts";

/** Counts of tasks, refusals and requests. */
export interface Stats {
  readonly lanes: readonly LaneStats[];
  /** Answers with 429, by the limit that was exceeded. Scripted answers are not counted. */
  readonly throttled: Readonly<Record<ThrottleKind, number>>;
  /** Requests by operation. */
  readonly requests: Readonly<Partial<Record<LoggedRequest["operation"], number>>>;
}

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
