import type { TaskAnswer, TaskRow } from "@dashqueue/dashscope";

import type { Candidate } from "./reconciliation.ts";

export interface CandidatePorts {
  /** Asks about a task of the account, in turn (G8). */
  look(taskId: string, signal: AbortSignal): Promise<TaskAnswer>;
  /** The generations that have these tasks, null where none has; in the same order. */
  ownersOf(taskIds: readonly string[]): Promise<readonly (string | null)[]>;
}

/** The tasks among these that no generation has, each looked at: the list does not show a task's prompt. */
export async function candidatesOf(
  rows: readonly TaskRow[],
  ports: CandidatePorts,
  signal: AbortSignal,
): Promise<Candidate[]> {
  const owners = await ports.ownersOf(rows.map(({ taskId }) => taskId));
  const candidates: Candidate[] = [];
  for (const row of rows.filter((_, index) => owners[index] === null)) {
    if (signal.aborted) break;
    candidates.push(candidateOf(row, await ports.look(row.taskId, signal)));
  }
  return candidates;
}

function candidateOf(
  { taskId, model, requestId, createdAt }: TaskRow,
  answer: TaskAnswer,
): Candidate {
  const listed = { taskId, model, requestId, createdAt };
  // The list may lag behind; whoever does not answer may still be ours.
  if (answer.kind !== "task") return { ...listed, status: "UNKNOWN", prompt: null };
  const { task } = answer;
  const prompt = task.status === "SUCCEEDED" ? task.origPrompt : null;
  return { ...listed, status: task.status, prompt };
}
