import type { Generation } from "@dashqueue/queue/internal";
import { isTerminal } from "@dashqueue/queue/internal";
import type { Registry } from "prom-client";
import { Counter, Histogram } from "prom-client";

/**
 * `waiting`: from acceptance to the first create request. `running`: from a create request to the
 * query that found the end of its task. `whole`: from acceptance to success.
 */
interface Phase {
  readonly name: "waiting" | "running" | "whole";
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** Counts a change of a generation. */
export type MeasureProgress = (before: Generation, after: Generation) => void;

/** How the generations that this process moves end, and how long their phases take. */
export function registerProgress(registers: Registry[]): MeasureProgress {
  const ends = new Counter({
    name: "dashqueue_generations_ended_total",
    help: "Generations that reached an end, by status.",
    labelNames: ["model", "status"],
    registers,
  });
  const durations = new Histogram({
    name: "dashqueue_phase_duration_seconds",
    help: "How long generations waited for their first create request, how long their tasks ran, and how long they took in all until they succeeded.",
    labelNames: ["model", "phase"],
    buckets: [1, 5, 15, 30, 60, 120, 300, 600, 1_200, 3_600, 14_400, 86_400],
    registers,
  });
  return (before, after) => {
    const { status } = after;
    const { model } = after.request;
    if (isTerminal(status) && !isTerminal(before.status)) ends.inc({ model, status });
    const ended = endedPhase(before, after);
    if (ended !== null) {
      const durationMs = Math.max(0, ended.to - ended.from);
      durations.observe({ model, phase: ended.name }, durationMs / 1_000);
    }
  };
}

/** The phase that a change has ended; null if it ended none. */
export function endedPhase(before: Generation, after: Generation): Phase | null {
  const attempt = "attempt" in after ? after.attempt : null;
  const isFirst = before.failedTasks.length === 0;
  if (before.status === "queued" && isFirst && attempt !== null)
    return { name: "waiting", from: after.createdAt, to: attempt.begunAt };
  if (before.status === "running" && after.status !== "running")
    return { name: "running", from: before.task.submittedAt, to: after.updatedAt };
  if (before.status === "archiving" && after.status === "succeeded")
    return { name: "whole", from: after.createdAt, to: after.finishedAt };
  return null;
}
