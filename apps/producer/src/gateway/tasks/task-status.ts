import type { Generation, Status } from "@dashqueue/queue/internal";

/** The states of a task. DashScope's documentation: "manage asynchronous tasks". */
export const TASK_STATUSES = [
  "PENDING",
  "RUNNING",
  "SUCCEEDED",
  "FAILED",
  "CANCELED",
  "UNKNOWN",
] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

/** The statuses whose generations are in this state. A `running` one is in that of its task. */
export const STATUSES_OF: Readonly<Record<TaskStatus, readonly Status[]>> = {
  PENDING: ["queued", "submitting", "uncertain"],
  RUNNING: ["archiving"],
  SUCCEEDED: ["succeeded"],
  FAILED: ["failed"],
  CANCELED: ["canceled"],
  UNKNOWN: [],
};

/** Whether a task of a `running` generation may be in this state. */
export function hasTasksInState(status: TaskStatus): boolean {
  return status === "PENDING" || status === "RUNNING";
}

/**
 * The state of a generation as a task. A generation waiting in our queue is PENDING. One that is
 * being archived is still RUNNING, because its files cannot be downloaded yet. So is one whose task
 * the provider does not find for a moment: clients give up at UNKNOWN.
 */
export function taskStatusOf(generation: Generation): string {
  switch (generation.status) {
    case "queued":
    case "submitting":
    case "uncertain":
      return "PENDING";
    case "running":
      return generation.task.status === "UNKNOWN" ? "RUNNING" : generation.task.status;
    case "archiving":
      return "RUNNING";
    case "succeeded":
      return "SUCCEEDED";
    case "failed":
      return "FAILED";
    case "canceled":
      return "CANCELED";
  }
}
