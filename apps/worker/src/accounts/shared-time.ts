import type { ListAnswer, ResultFile, Task, TaskAnswer } from "@dashqueue/dashscope";

/** A page of the list with its times on the shared clock; the provider's is this far ahead. */
export function pageInSharedTime(answer: ListAnswer, aheadMs: number): ListAnswer {
  if (answer.kind !== "rows") return answer;
  const rows = answer.rows.map((row) =>
    Object.assign({}, row, { createdAt: earlier(row.createdAt, aheadMs) }),
  );
  return { ...answer, rows };
}

/** An answer to a query with its times on the shared clock; the provider's is this far ahead. */
export function answerInSharedTime(answer: TaskAnswer, aheadMs: number): TaskAnswer {
  return answer.kind === "task"
    ? { ...answer, task: taskInSharedTime(answer.task, aheadMs) }
    : answer;
}

function taskInSharedTime(task: Task, aheadMs: number): Task {
  if (task.status !== "SUCCEEDED") return task;
  const { files, otherFiles } = task;
  return {
    ...task,
    endedAt: earlier(task.endedAt, aheadMs),
    files: filesInSharedTime(files, aheadMs),
    ...(otherFiles === undefined ? {} : { otherFiles: filesInSharedTime(otherFiles, aheadMs) }),
  };
}

function filesInSharedTime(files: readonly ResultFile[], aheadMs: number): readonly ResultFile[] {
  return files.map((file) =>
    Object.assign({}, file, { expiresAt: earlier(file.expiresAt, aheadMs) }),
  );
}

function earlier(at: number | null, byMs: number): number | null {
  return at === null ? null : at - byMs;
}
