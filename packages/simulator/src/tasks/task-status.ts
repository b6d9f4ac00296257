import { failureMessages } from "../http/provider-error.ts";
import type { Failure, Task } from "./task.ts";

export type TaskStatus = "PENDING" | "RUNNING" | "SUCCEEDED" | "FAILED" | "CANCELED";

/** A record and its result are gone 24 hours after the end. Source: DashScope's documentation, "异步任务管理 API". */
export const retentionMs = 24 * 3_600_000;

/** A settled task's status at this time. Source of the words: DashScope's documentation, "异步任务管理 API". */
export function statusAt(task: Task, now: number): TaskStatus {
  switch (task.life.phase) {
    case "waiting":
      return "PENDING";
    case "canceled":
      return "CANCELED";
    case "expired":
      return "FAILED";
    case "started":
      if (now < task.life.endsAt) return "RUNNING";
      return failureOf(task) === null ? "SUCCEEDED" : "FAILED";
  }
}

/** How a task that nobody cancels ends; null is a success, or not known yet. */
export function failureOf({ life, failure }: Task): Failure | null {
  const timesOut = life.phase === "expired" || (life.phase === "started" && life.timesOut);
  if (!timesOut) return failure;
  const code = "InternalError.Timeout";
  return { code, message: failureMessages[code] ?? null };
}

/** When it got its place; null while it waits, and for one that never ran. */
export function startOf({ life }: Task): number | null {
  return life.phase === "started" ? life.startedAt : null;
}

/** When it ended, or null while it has not. */
export function endOf({ life }: Task, now: number): number | null {
  switch (life.phase) {
    case "waiting":
      return null;
    case "canceled":
    case "expired":
      return life.at;
    case "started":
      return life.endsAt <= now ? life.endsAt : null;
  }
}

/** Whether the record is gone: queries answer UNKNOWN, the list leaves it out. */
export function isForgotten(task: Task, now: number): boolean {
  const end = endOf(task, now);
  return end !== null && end + retentionMs <= now;
}
