import type { TaskAnswer, TaskRow } from "@dashqueue/dashscope";
import type { Deadlines } from "@dashqueue/queue/internal";

import type { Place } from "../accounts/accounts.ts";
import { shownPrompt } from "./prompts.ts";

/** A task of the account that no generation owns. */
export interface Candidate {
  readonly taskId: string;
  /** Null if the list omits it. */
  readonly model: string | null;
  readonly requestId: string | null;
  readonly status: string;
  /** Epoch milliseconds; null if the list omits it. */
  readonly createdAt: number | null;
  /** Null while the provider does not show it. */
  readonly prompt: string | null;
}

export interface CandidatePorts {
  /** Reads a task of the account, in turn (G8). */
  readTaskAt(place: Place, taskId: string, signal: AbortSignal): Promise<TaskAnswer>;
  /** Returns the owner of each task, null where no generation owns it, in the same order. */
  ownersOf(taskIds: readonly string[]): Promise<readonly (string | null)[]>;
}

/** Upper bound of the error when the provider's times are expressed in ours. */
export const CLOCK_SKEW_MS = 2 * 60_000;

/**
 * Returns the listed tasks that no generation owns. Each of them is read, because the list does not
 * show prompts.
 */
export async function candidatesOf(
  place: Place,
  rows: readonly TaskRow[],
  ports: CandidatePorts,
  signal: AbortSignal,
): Promise<Candidate[]> {
  const owners = await ports.ownersOf(rows.map(({ taskId }) => taskId));
  const candidates: Candidate[] = [];
  for (const row of rows.filter((_, index) => owners[index] === null)) {
    if (signal.aborted) break;
    candidates.push(candidateOf(row, await ports.readTaskAt(place, row.taskId, signal)));
  }
  return candidates;
}

/** A task that failed or was canceled was not charged. */
export function mayBeCharged({ status }: Pick<Candidate, "status">): boolean {
  return status !== "FAILED" && status !== "CANCELED";
}

/** Whether a task was created when no worker waited for the answer to its create request. */
export function isLate({ createdAt }: Candidate, { answerBy }: Deadlines): boolean {
  return createdAt !== null && createdAt > answerBy + CLOCK_SKEW_MS;
}

export function oldestFirst<C extends Candidate>(candidates: readonly C[]): readonly C[] {
  return candidates.toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0));
}

function candidateOf(
  { taskId, model, requestId, createdAt }: TaskRow,
  answer: TaskAnswer,
): Candidate {
  const listed = { taskId, model, requestId, createdAt };
  // The status in the list may lag, so a task that cannot be read may still be ours.
  if (answer.kind !== "task") return { ...listed, status: "UNKNOWN", prompt: null };
  const { task } = answer;
  const prompt = task.status === "SUCCEEDED" ? shownPrompt(task.origPrompt) : null;
  return { ...listed, status: task.status, prompt };
}
