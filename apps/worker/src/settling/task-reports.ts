import type { Generation } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { Candidate } from "./reconciliation.ts";

/** Tells people of tasks at the provider that no generation has. */
export interface TaskReports {
  /** After Redis was restarted: of another system, or of a record that was lost altogether. */
  foreign(models: readonly string[], tasks: readonly Candidate[]): void;
  /** After Redis was restarted: they keep the models' lanes closed until they can be told apart. */
  undecided(models: readonly string[], tasks: readonly Candidate[]): void;
  /** A create made a task, and its generation has moved on or is gone. */
  unclaimed(generation: Generation, taskId: string): void;
}

export function createTaskReports(logger: Logger): TaskReports {
  const about = (models: readonly string[], tasks: readonly Candidate[]) => {
    return { models, task_ids: tasks.map(({ taskId }) => taskId) };
  };
  return {
    foreign(models, tasks) {
      logger.warn(
        { event: "tasks-unexplained", ...about(models, tasks) },
        "Redis was restarted, and the provider has tasks that are no generation's: another system's, or of records that were lost. `npm run recover` shows and fetches them.",
      );
    },
    undecided(models, tasks) {
      logger.warn(
        { event: "lanes-closed", ...about(models, tasks) },
        "Redis was restarted, and these tasks may be what it has forgotten: no create of these models goes out until they show their prompts.",
      );
    },
    unclaimed({ id, status }, taskId) {
      logger.error(
        { event: "task-unclaimed", generation_id: id, status, task_id: taskId },
        "A create made a task that its generation does not have; it will be paid. Fetch it with `npm run recover -- --archive`.",
      );
    },
  };
}
