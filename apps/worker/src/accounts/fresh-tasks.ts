import type { TaskAnswer } from "@dashqueue/dashscope";

import { createKeptOnce } from "../kept-once.ts";

/**
 * The answers that have just shown a succeeded task, so that it need not be read again for its
 * links. In memory only, because links are credentials (G7).
 */
export interface FreshTasks {
  /** Keeps an answer if it shows a succeeded task. */
  keep(answer: TaskAnswer): void;
  /** Returns the answer about a task, once; null if it is unknown or not fresh. */
  take(taskId: string): TaskAnswer | null;
}

/** Shorter than any link lives. */
const FRESH_MS = 5 * 60_000;

export function createFreshTasks(now: () => number): FreshTasks {
  const answers = createKeptOnce<TaskAnswer>(FRESH_MS, now);
  return {
    keep(answer) {
      if (answer.kind === "task" && answer.task.status === "SUCCEEDED")
        answers.keep(answer.task.id, answer);
    },
    take: answers.take,
  };
}
