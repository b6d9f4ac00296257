import type { TaskAnswer } from "@dashqueue/dashscope";
import type { Uncertain } from "@dashqueue/queue/internal";

import type { TaskList, Unavailable } from "../accounts/task-list.ts";
import { mayBeCharged } from "../settling/candidates.ts";
import type { PossibleTasks } from "../settling/possible-tasks.ts";
import { comparePrompts, promptOf, shownPrompt } from "../settling/prompts.ts";

/** What the provider says about a claim. */
export type Finding =
  | { readonly kind: "confirmed"; readonly requestId: string | null }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "unanswered" };

const CHECK_ID =
  "Check the task id in the provider's console; if the task is new, repeat this in a minute.";

/**
 * Decides whether a lost create request can have created the task that a person names. The task
 * must exist and have the generation's model, and its prompt once the provider shows one.
 *
 * @param list the listed tasks with this id and of the generation's model, because a query does not
 *   show the model. A prompt that is the same identifies the task without the list.
 */
export function judgeNamedTask(
  uncertain: Uncertain,
  taskId: string,
  answer: TaskAnswer,
  list: TaskList,
): Finding {
  if (answer.kind !== "task") return { kind: "unanswered" };
  const { task } = answer;
  if (task.status === "UNRECOGNIZED" && task.word === "UNKNOWN")
    return unknownTask(uncertain, taskId);
  const prompt = task.status === "SUCCEEDED" ? shownPrompt(task.origPrompt) : null;
  const comparison = comparePrompts(promptOf(uncertain), prompt);
  if (prompt !== null && comparison === "different")
    return refused(`The task ${taskId} was created with another prompt. ${CHECK_ID}`);
  const [row] = list.kind === "rows" ? list.rows : [];
  if (row !== undefined || comparison === "same")
    return { kind: "confirmed", requestId: row?.requestId ?? null };
  const { model } = uncertain.request;
  return list.kind === "rows"
    ? refused(`DashScope lists no task ${taskId} of the model ${model}. ${CHECK_ID}`)
    : { kind: "unanswered" };
}

/** What is said of a task that does not exist, and of one that belongs to another tenant. */
export function unknownTask({ attempt: { account } }: Uncertain, taskId: string): Finding {
  return refused(`DashScope knows no task ${taskId} on the account ${account}. ${CHECK_ID}`);
}

/**
 * Decides whether a person who found no task can be right. A task that may be the generation's
 * contradicts the claim: one with its prompt, or one that has not ended and so does not show its
 * prompt yet. A list that omits a task of ours proves nothing.
 */
export function judgeDenial(uncertain: Uncertain, list: Unavailable | PossibleTasks): Finding {
  if (list.kind === "unavailable") return { kind: "unanswered" };
  const expected = [...list.witnesses.map(({ taskId }) => taskId), ...uncertain.possibleTasks];
  if (!expected.every((taskId) => list.seen.has(taskId))) return { kind: "unanswered" };
  const own = promptOf(uncertain);
  const possible = list.candidates
    .filter(mayBeCharged)
    .filter(({ prompt, status }) =>
      prompt === null ? status !== "SUCCEEDED" : comparePrompts(own, prompt) !== "different",
    );
  if (possible.length === 0) return { kind: "confirmed", requestId: null };
  const ids = possible.map(({ taskId }) => taskId).join(", ");
  return refused(
    `DashScope has tasks that may be this generation's: ${ids}. Name the right one, or repeat this when they have ended.`,
  );
}

function refused(reason: string): Finding {
  return { kind: "refused", reason };
}
