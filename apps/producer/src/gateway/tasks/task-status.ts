import type { Generation } from "@dashqueue/queue/internal";

/** The states of a task. DashScope's documentation: "manage asynchronous tasks". */
export const TASK_STATUSES = [
  "PENDING",
  "RUNNING",
  "SUCCEEDED",
  "FAILED",
  "CANCELED",
  "UNKNOWN",
] as const;

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
