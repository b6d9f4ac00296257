import type { RunningStatus } from "../models/model.ts";
import { RUNNING_STATUSES } from "../models/model.ts";
import { failureOfCode } from "./failure.ts";
import type { Failure, Task } from "./task.ts";

/** The status of a task, in DashScope's words. */
export type TaskStatus = "PENDING" | RunningStatus | "SUCCEEDED" | "FAILED" | "CANCELED";

/** Whether a task with this status runs, in whatever words. */
export function isRunning(status: TaskStatus | undefined): boolean {
  return RUNNING_STATUSES.some((running) => running === status);
}

/**
 * A task and its result are deleted 24 hours after its end.
 * Source: DashScope's documentation, "异步任务管理 API".
 */
export const RETENTION_MS = 24 * 3_600_000;

/**
 * The status of a settled task at this time, which may be earlier than now.
 * Source: DashScope's documentation, "异步任务管理 API".
 */
export function statusAt(task: Task, now: number): TaskStatus {
  switch (task.life.phase) {
    case "waiting":
      return "PENDING";
    case "canceled":
      return task.life.at <= now ? "CANCELED" : "PENDING";
    case "expired":
      return task.life.at <= now ? "FAILED" : "PENDING";
    case "started":
      if (now < task.life.startedAt) return "PENDING";
      if (now < task.life.endsAt) return runningStatusAt(task, task.life, now);
      return failureOf(task) === null ? "SUCCEEDED" : "FAILED";
  }
}

function runningStatusAt(
  { runningStatuses }: Task,
  { startedAt, endsAt }: { readonly startedAt: number; readonly endsAt: number },
  now: number,
): RunningStatus {
  const share = (now - startedAt) / (endsAt - startedAt);
  return runningStatuses[Math.floor(share * runningStatuses.length)] ?? "RUNNING";
}

/** How the task ends unless it is canceled; null is a success, or not decided yet. */
export function failureOf({ life, failure }: Task): Failure | null {
  const timesOut = life.phase === "expired" || (life.phase === "started" && life.timesOut);
  return timesOut ? failureOfCode("InternalError.Timeout") : failure;
}

/** When the task started to run; null when it has not, or never did. */
export function startOf({ life }: Task): number | null {
  return life.phase === "started" ? life.startedAt : null;
}

/** When the task ended; null when it has not. */
export function endOf({ life }: Task, now: number): number | null {
  switch (life.phase) {
    case "waiting":
      return null;
    case "canceled":
    case "expired":
      return life.at <= now ? life.at : null;
    case "started":
      return life.endsAt <= now ? life.endsAt : null;
  }
}

/** Whether the record is deleted: queries answer UNKNOWN, and the list omits the task. */
export function isDeleted(task: Task, now: number): boolean {
  const end = endOf(task, now);
  return end !== null && end + RETENTION_MS <= now;
}
