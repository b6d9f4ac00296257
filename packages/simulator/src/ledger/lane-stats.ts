import { groupTasks } from "../tasks/group-tasks.ts";
import type { Task } from "../tasks/task.ts";
import { endOf, startOf } from "../tasks/task-status.ts";

/** The tasks of one account with one model. "In flight" means accepted and not ended. */
export interface LaneStats {
  readonly account: string;
  readonly model: string;
  readonly accepted: number;
  readonly inFlight: number;
  readonly running: number;
  readonly peakInFlight: number;
  readonly peakRunning: number;
}

interface Span {
  readonly from: number;
  readonly to: number | null;
}

/** @param tasks settled tasks. */
export function laneStatsOf(tasks: readonly Task[], now: number): readonly LaneStats[] {
  const lanes = groupTasks(tasks, ({ account, model }) => JSON.stringify([account, model]));
  return [...lanes.values()].flatMap((lane) => {
    const [first] = lane;
    if (first === undefined) return [];
    const flights = lane.map((task): Span => ({ from: task.submittedAt, to: endOf(task, now) }));
    const runs = lane.flatMap((task): Span[] => {
      const from = startOf(task);
      return from === null ? [] : [{ from, to: endOf(task, now) }];
    });
    return {
      account: first.account,
      model: first.model,
      accepted: lane.length,
      inFlight: openCount(flights),
      running: openCount(runs),
      peakInFlight: peakOf(flights),
      peakRunning: peakOf(runs),
    };
  });
}

function openCount(spans: readonly Span[]): number {
  return spans.filter(({ to }) => to === null).length;
}

/** The maximum number of concurrent spans. Spans that only touch do not overlap. */
function peakOf(spans: readonly Span[]): number {
  const steps = spans
    .filter(({ from, to }) => to === null || to > from)
    .flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to ?? Number.POSITIVE_INFINITY, by: -1 },
    ])
    .toSorted((one, other) => one.at - other.at || one.by - other.by);
  let count = 0;
  let peak = 0;
  for (const { by } of steps) {
    count += by;
    peak = Math.max(peak, count);
  }
  return peak;
}
