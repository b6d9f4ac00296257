import type { Claim, Generation } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { Candidate } from "./candidates.ts";

/** Logs tasks at the provider that no generation owns. */
export interface TaskReports {
  /** After a restart of Redis: tasks of another system, or of records that Redis lost entirely. */
  foreign(models: readonly string[], tasks: readonly Candidate[]): void;
  /** After a restart of Redis: tasks that keep lanes closed until they can be identified. */
  undecided(models: readonly string[], tasks: readonly Candidate[]): void;
  /** A create request made a task that its generation did not keep. */
  unclaimed(generation: Generation, taskId: string): void;
  /** What a person said about a lost create request was checked; `refusal` contradicts it. */
  claimChecked(generation: Generation, claim: Claim, refusal: string | null): void;
}

export function createTaskReports(logger: Logger): TaskReports {
  const about = (models: readonly string[], tasks: readonly Candidate[]) => {
    return { models, task_ids: tasks.map(({ taskId }) => taskId) };
  };
  return {
    foreign(models, tasks) {
      logger.warn(
        { event: "tasks-unexplained", ...about(models, tasks) },
        "redis restarted, and no generation owns these tasks of the provider: another system may own them, or their records were lost. Run `npm run recover` to list and download them.",
      );
    },
    undecided(models, tasks) {
      logger.warn(
        { event: "lanes-closed", ...about(models, tasks) },
        "redis restarted and may have forgotten these tasks: no create request for these models until the tasks show their prompts",
      );
    },
    unclaimed({ id, status }, taskId) {
      logger.error(
        { event: "task-unclaimed", generation_id: id, status, task_id: taskId },
        "a create request made a task that its generation did not keep, and the task will be charged. Run `npm run recover -- --archive` to download its result.",
      );
    },
    claimChecked({ id }, { taskId, by }, refusal) {
      const entry = { generation_id: id, task_id: taskId, by };
      if (refusal === null)
        logger.info({ event: "claim-confirmed", ...entry }, "generation resolved by a person");
      else
        logger.warn(
          { event: "claim-refused", ...entry, refusal },
          "resolution by a person refused",
        );
    },
  };
}
