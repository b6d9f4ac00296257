import { endOf, startOf } from "../tasks/task-status.ts";
import type { Task } from "../tasks/task.ts";

/** What one account did with one model. "In flight" is accepted and not ended. */
export type LaneStats = {
  readonly account: string;
  readonly model: string;
  readonly accepted: number;
  readonly inFlight: number;
  readonly running: number;
  readonly peakInFlight: number;
  readonly peakRunning: number;
};

type Span = { readonly from: number; readonly to: number | null };

/** @param tasks settled ones. */
export function laneStatsOf(tasks: readonly Task[], now: number): readonly LaneStats[] {
  const lanes = Map.groupBy(tasks, ({ account, model }) => JSON.stringify([account, model]));
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
      inFlight: openOf(flights),
      running: openOf(runs),
      peakInFlight: peakOf(flights),
      peakRunning: peakOf(runs),
    };
  });
}

function openOf(spans: readonly Span[]): number {
  return spans.filter(({ to }) => to === null).length;
}

/** The most spans at one time; one that ends when another begins is not there with it. */
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
