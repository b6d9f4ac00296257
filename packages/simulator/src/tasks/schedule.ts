import type { Task } from "./task.ts";

/**
 * A task without a result three hours after its submission fails.
 * Source: DashScope's documentation, "错误码".
 */
export const TASK_TIMEOUT_MS = 3 * 3_600_000;

/**
 * Assigns the running slots of one lane (an account and a model) to its waiting tasks, as of now:
 * the task that was ready first starts first, and of two that were ready together the one that was
 * submitted first. Returns the tasks that changed.
 *
 * A later create or cancel request never moves a start that is in the past. The result therefore
 * does not depend on when, or how often, this is called.
 *
 * @param tasks all tasks of the lane, in the order of submission.
 * @param slots how many tasks may run at once.
 */
export function settleLane(tasks: readonly Task[], slots: number, now: number): readonly Task[] {
  const waiting = tasks.filter(({ life }) => life.phase === "waiting");
  if (waiting.length === 0) return [];
  const freeAt = slotEnds(tasks, slots);
  const changed: Task[] = [];
  for (const task of waiting.toSorted((one, other) => one.readyAt - other.readyAt)) {
    const slot = freeAt.indexOf(Math.min(...freeAt));
    const startedAt = Math.max(task.readyAt, freeAt[slot] ?? 0);
    const deadline = task.submittedAt + TASK_TIMEOUT_MS;
    if (startedAt >= deadline) {
      if (deadline <= now) changed.push({ ...task, life: { phase: "expired", at: deadline } });
      continue;
    }
    const endsAt = Math.min(startedAt + task.runningMs, deadline);
    freeAt[slot] = endsAt;
    if (startedAt > now) continue;
    const timesOut = startedAt + task.runningMs > deadline;
    changed.push({ ...task, life: { phase: "started", startedAt, endsAt, timesOut } });
  }
  return changed;
}

/** When the started tasks free each slot. */
function slotEnds(tasks: readonly Task[], slots: number): number[] {
  const ends = tasks.flatMap(({ life }) => (life.phase === "started" ? [life.endsAt] : []));
  const latest = ends.toSorted((one, other) => other - one).slice(0, slots);
  return [...latest, ...Array.from({ length: slots - latest.length }, () => 0)];
}
