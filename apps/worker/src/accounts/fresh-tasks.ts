import type { TaskAnswer } from "@dashqueue/dashscope";

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
/** Other replicas archive, too, and nobody takes the answers that are kept here for those. */
const MOST_ANSWERS = 1_000;

export function createFreshTasks(now: () => number): FreshTasks {
  const kept = new Map<string, { readonly answer: TaskAnswer; readonly at: number }>();
  return {
    keep(answer) {
      if (answer.kind !== "task" || answer.task.status !== "SUCCEEDED") return;
      const [oldest] = kept.keys();
      if (kept.size >= MOST_ANSWERS && oldest !== undefined) kept.delete(oldest);
      kept.set(answer.task.id, { answer, at: now() });
    },
    take(taskId) {
      const found = kept.get(taskId);
      kept.delete(taskId);
      return found !== undefined && now() - found.at < FRESH_MS ? found.answer : null;
    },
  };
}
