import type { Task } from "./task.ts";
import type { TaskStatus } from "./task-status.ts";
import { endOf, startOf, statusAt } from "./task-status.ts";

/**
 * A task as tests see it, even after its record is deleted. Times are milliseconds since the epoch.
 */
export interface TaskView {
  readonly id: string;
  readonly requestId: string;
  readonly account: string;
  readonly model: string;
  readonly prompt: string;
  /** The body of the create request. */
  readonly request: Task["request"];
  readonly status: TaskStatus;
  readonly outputSeconds: number;
  readonly submittedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
}

export function taskView(task: Task, now: number): TaskView {
  const { id, requestId, account, model, prompt, request, outputSeconds, submittedAt } = task;
  return {
    id,
    requestId,
    account,
    model,
    prompt,
    request,
    status: statusAt(task, now),
    outputSeconds,
    submittedAt,
    startedAt: startOf(task),
    endedAt: endOf(task, now),
  };
}
