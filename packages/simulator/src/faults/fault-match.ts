import type { Task } from "../tasks/task.ts";
import type { TaskStatus } from "../tasks/task-status.ts";
import { isRunning, statusAt } from "../tasks/task-status.ts";
import type { Effect, Fault, Operation } from "./fault.ts";

/** A request, as far as faults need to know it. */
export interface FaultSubject {
  readonly on: Operation;
  readonly taskId?: string;
  readonly bodyText?: string;
  /** The prompt of the task that the request creates or concerns. */
  readonly prompt?: string;
  /** The path of a download. */
  readonly path?: string;
  /** The status of the task that the request concerns, if there is one. */
  readonly status?: TaskStatus;
}

export function doesMatch(fault: Fault, subject: FaultSubject): boolean {
  const { taskId, bodyIncludes, prompt, pathEndsWith } = fault.match ?? {};
  return (
    fault.on === subject.on &&
    isVisible(fault.do, subject) &&
    (prompt === undefined || prompt === subject.prompt) &&
    (pathEndsWith === undefined || subject.path?.endsWith(pathEndsWith) === true) &&
    (taskId === undefined || taskId === subject.taskId) &&
    (bodyIncludes === undefined || subject.bodyText?.includes(bodyIncludes) === true)
  );
}

/**
 * Whether a client can see the effect: only a successful task has links to omit and a prompt to
 * alter, and only a running task can fall back to PENDING.
 */
export function isVisible(effect: Effect, { status }: FaultSubject): boolean {
  if (effect.kind === "omit-result" || effect.kind === "alter-prompt")
    return status === "SUCCEEDED";
  if (effect.kind === "report")
    return effect.status === "PENDING" ? isRunning(status) : status !== undefined;
  return true;
}

/** What faults need to know about a task; nothing when there is no such task. */
export function factsOf(
  task: Task | undefined,
  now: number,
): Pick<FaultSubject, "prompt" | "status"> {
  return task === undefined ? {} : { prompt: task.prompt, status: statusAt(task, now) };
}
