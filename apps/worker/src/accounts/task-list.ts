import type { ListAnswer, TaskRow } from "@dashqueue/dashscope";
import { isSameModel } from "@dashqueue/dashscope";
import type { Failure } from "@dashqueue/queue/internal";

/** Selects tasks of an account. */
export interface TaskFilter {
  readonly models: readonly string[];
  /** Epoch milliseconds of creation, inclusive. */
  readonly from: number;
  readonly to: number;
  /** Only the task with this id. */
  readonly taskId?: string;
}

export type TaskList = FoundTasks | Unavailable;

export interface FoundTasks {
  readonly kind: "rows";
  /** Those that match the filter. */
  readonly rows: readonly TaskRow[];
  /** The ids of all tasks on the pages that were read, of whatever model. */
  readonly seen: ReadonlySet<string>;
}

export interface Unavailable {
  readonly kind: "unavailable";
  readonly failure: Failure;
  readonly retryAfterMs: number | null;
}

/**
 * Reads an account's task list, newest first, until it is older than the filter, and returns the
 * rows that match. A list that may be incomplete is `unavailable`, because it proves nothing.
 *
 * The filter is applied here. How the provider reads time and model parameters is not certain, and
 * an empty answer would prove too much.
 *
 * @param filter models by the provider's names.
 */
export async function readTaskList(
  readPage: (page: number) => Promise<ListAnswer | Unavailable>,
  filter: TaskFilter,
): Promise<TaskList> {
  const rows = new Map<string, TaskRow>();
  let unreadable = 0;
  for (let page = 1; ; page += 1) {
    const answer = await readPage(page);
    if (answer.kind !== "rows") return { retryAfterMs: null, ...answer, kind: "unavailable" };
    unreadable += answer.unreadable;
    for (const row of answer.rows) rows.set(row.taskId, row);
    const isPast = answer.rows.some(
      ({ createdAt }) => createdAt !== null && createdAt < filter.from,
    );
    if (page < answer.totalPages && !isPast) continue;
    // A row that is unreadable, or that moved between pages, may be the very task in question.
    const isComplete =
      unreadable === 0 && (isPast || answer.total === null || rows.size >= answer.total);
    return isComplete
      ? {
          kind: "rows",
          rows: [...rows.values()].filter((row) => matches(row, filter)),
          seen: new Set(rows.keys()),
        }
      : INCOMPLETE;
  }
}

/** A row that omits its model or its time may match. */
function matches(row: TaskRow, { models, from, to, taskId = row.taskId }: TaskFilter): boolean {
  const { model, createdAt } = row;
  const isModel = model === null || models.some((name) => isSameModel(name, model));
  return (
    row.taskId === taskId &&
    isModel &&
    (createdAt === null || (createdAt >= from && createdAt <= to))
  );
}

const INCOMPLETE: TaskList = {
  kind: "unavailable",
  failure: {
    kind: "unreadable",
    code: "",
    message: "the provider's task list is incomplete",
    requestId: null,
    charged: null,
  },
  retryAfterMs: null,
};
