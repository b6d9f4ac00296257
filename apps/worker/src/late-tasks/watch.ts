import type { Generation, GenerationStore } from "@dashqueue/queue/internal";
import { isTerminal, possibleAttempts, TASK_RETENTION_MS } from "@dashqueue/queue/internal";

import { mayBeCharged } from "../settling/candidates.ts";
import type { LateTaskPorts } from "./find-late-task.ts";
import { asUncertain, findLateTask } from "./find-late-task.ts";
import { possibleTasks } from "../settling/possible-tasks.ts";
import { identifies, identityOf } from "../settling/prompts.ts";
import type { TaskReports } from "../settling/task-reports.ts";

export interface LateWatchPorts extends LateTaskPorts {
  readonly looks: Pick<GenerationStore, "get" | "dueLooks" | "lookAgain" | "stopLooking">;
  readonly reports: LateTaskPorts["reports"] & Pick<TaskReports, "appeared">;
}

/** Every look costs queries. */
const MOST_LOOKS = 10;
const LEAST_WAIT_MS = 60_000;

/**
 * Looks for tasks whose absence was proven, at doubling intervals for a day. A generation that
 * still waits gets its task. One that has another task, or has ended, is reported, because both
 * tasks are paid.
 */
export async function watchForLateTasks(ports: LateWatchPorts, signal: AbortSignal): Promise<void> {
  const { looks } = ports;
  const now = ports.now();
  for (const id of await looks.dueLooks(now, MOST_LOOKS)) {
    if (signal.aborted) return;
    const generation = await looks.get(id);
    const last = generation && possibleAttempts(generation, now).at(-1);
    if (generation === null || !last) {
      await looks.stopLooking(id);
      continue;
    }
    await looks.lookAgain(id, now + Math.max(LEAST_WAIT_MS, now - last.begunAt));
    if (generation.status === "queued") await findLateTask(generation, ports, signal);
    // While an answer is missing, the settling decides.
    else if (generation.status !== "submitting" && generation.status !== "uncertain")
      await reportLateTasks(generation, ports, signal);
  }
}

async function reportLateTasks(
  generation: Generation,
  ports: LateWatchPorts,
  signal: AbortSignal,
): Promise<void> {
  const { id } = generation;
  for (const disproven of possibleAttempts(generation, ports.now())) {
    const lost = asUncertain(generation, disproven);
    const found = await possibleTasks(lost, ports, signal);
    if (signal.aborted || found.kind === "unavailable") return;
    const late = found.candidates.filter(
      (task) => mayBeCharged(task) && identifies(identityOf(lost), task),
    );
    for (const { taskId } of late.filter((task) => !disproven.lateTasks.includes(task.taskId))) {
      const { attempt } = disproven;
      const changed = await ports.record(generation, { kind: "task-appeared", attempt, taskId });
      // A record that has ended does not change again (G4), so this look is the last one. The id
      // stays noted, because its attempt explains the task.
      const hasEnded = changed.kind === "missing" || isTerminal(changed.generation.status);
      if (hasEnded) await ports.looks.lookAgain(id, disproven.begunAt + TASK_RETENTION_MS);
      if (changed.kind === "changed" || hasEnded) ports.reports.appeared(generation, taskId);
    }
  }
}
