import type { LoggedRequest, TaskView } from "@dashqueue/simulator";

/** What became of a run, as the provider saw it. */
export interface Figures {
  readonly tasks: number;
  /** From the end of a task to the query that found it. */
  readonly meanLagMs: number;
  readonly p95LagMs: number;
  readonly queriesPerTask: number;
  /** The share of the slots' time in which a task ran, while others waited; null if none did. */
  readonly slotUse: number | null;
}

export function figuresOf(
  tasks: readonly TaskView[],
  requests: readonly LoggedRequest[],
  slots: number,
): Figures {
  const queries = requests.filter(({ operation }) => operation === "get");
  const lags = tasks.map(({ id, endedAt }) => {
    const found = queries.find(({ taskId, at }) => taskId === id && at >= (endedAt ?? Infinity));
    if (endedAt === null || found === undefined) throw new Error(`the task ${id} was not found`);
    return found.at - endedAt;
  });
  const sorted = lags.toSorted((a, b) => a - b);
  const starts = tasks.map(({ startedAt }) => startedAt ?? 0);
  const lastStart = Math.max(...starts);
  const ends = tasks.map(({ endedAt }) => Math.min(endedAt ?? 0, lastStart));
  const waitMs = tasks.length > slots ? slots * (lastStart - Math.min(...starts)) : 0;
  return {
    tasks: tasks.length,
    meanLagMs: sum(lags) / lags.length,
    p95LagMs: sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0,
    queriesPerTask: queries.length / tasks.length,
    slotUse: waitMs === 0 ? null : (sum(ends) - sum(starts)) / waitMs,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
