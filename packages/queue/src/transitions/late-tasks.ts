import type { DisprovenAttempt, Generation } from "../generation/generation.ts";
import { TASK_RETENTION_MS } from "./after-task-read.ts";

/** The disproven attempts whose tasks the provider may still have. */
export function possibleAttempts(
  { disproven = [] }: Generation,
  now: number,
): readonly DisprovenAttempt[] {
  return disproven.filter(({ begunAt }) => begunAt > now - TASK_RETENTION_MS);
}

/** When the provider will have forgotten the tasks of all disproven attempts, epoch ms. */
export function lateTasksUntil({ disproven = [] }: Generation): number {
  return Math.max(...disproven.map(({ begunAt }) => begunAt + TASK_RETENTION_MS), 0);
}
