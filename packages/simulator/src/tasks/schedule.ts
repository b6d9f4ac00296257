import type { Task } from "./task.ts";

/** A task without a result three hours after its submission fails. Source: DashScope's documentation, "错误码". */
export const longestLifeMs = 3 * 3_600_000;

/**
 * Gives the places of one lane (an account and a model) to its waiting tasks, as they would have got them by now: first the
 * one that was ready first, then the one that was submitted first. Returns the tasks that changed.
 *
 * Nothing that a later create or cancel does moves a start that lies in the past, so it does not matter when, or how
 * often, this is asked.
 *
 * @param tasks all tasks of the lane, in the order of their submission.
 * @param places how many may run at once.
 */
export function settleLane(tasks: readonly Task[], places: number, now: number): readonly Task[] {
  const waiting = tasks.filter(({ life }) => life.phase === "waiting");
  if (waiting.length === 0) return [];
  const freeAt = placesOf(tasks, places);
  const changed: Task[] = [];
  for (const task of waiting.toSorted((one, other) => one.readyAt - other.readyAt)) {
    const place = freeAt.indexOf(Math.min(...freeAt));
    const startedAt = Math.max(task.readyAt, freeAt[place] ?? 0);
    const deadline = task.submittedAt + longestLifeMs;
    if (startedAt >= deadline) {
      if (deadline <= now) changed.push({ ...task, life: { phase: "expired", at: deadline } });
      continue;
    }
    const endsAt = Math.min(startedAt + task.runningMs, deadline);
    freeAt[place] = endsAt;
    if (startedAt > now) continue;
    const timesOut = startedAt + task.runningMs > deadline;
    changed.push({ ...task, life: { phase: "started", startedAt, endsAt, timesOut } });
  }
  return changed;
}

/** When each place is free of the tasks that have started. */
function placesOf(tasks: readonly Task[], places: number): number[] {
  const ends = tasks.flatMap(({ life }) => (life.phase === "started" ? [life.endsAt] : []));
  const latest = ends.toSorted((one, other) => other - one).slice(0, places);
  return [...latest, ...Array.from({ length: places - latest.length }, () => 0)];
}
