import type { ListPage } from "../accounts/task-list.ts";
import { isNewestFirst } from "../accounts/task-list.ts";

/** How a task can end, in the provider's words. */
const ENDINGS = ["SUCCEEDED", "FAILED", "CANCELED"] as const;
export type Ending = (typeof ENDINGS)[number];

/** What one sweep of the task list says. */
export interface EndedTasks {
  /** The tasks that have ended. The list may lag or lie, so these are hints. */
  readonly ids: ReadonlySet<string>;
  /**
   * Of the tasks that were created since then, epoch milliseconds, every one that has ended should
   * be here. Infinity if nothing is known of the rest of the list.
   */
  readonly completeSince: number;
  /** How many pages were asked for. */
  readonly pages: number;
  /** Why the rest of the list could not be read; null if it could. */
  readonly failure: ListFailure | null;
}

export type ListFailure = Exclude<ListPage, { kind: "rows" }>;

type ReadPage = (ending: Ending, page: number) => Promise<ListPage>;

/** Of each ending. Older tasks are left to single polls. */
const MOST_PAGES = 20;

/**
 * Reads which of the tasks that were created since then have ended. The list is sorted by creation,
 * newest first; a list in any other order is read to its end.
 */
export async function readEndedTasks(readPage: ReadPage, since: number): Promise<EndedTasks> {
  const ids = new Set<string>();
  let [completeSince, pages] = [since, 0];
  for (const ending of ENDINGS) {
    const read = await readEnding(ending, readPage, since);
    for (const id of read.ids) ids.add(id);
    completeSince = Math.max(completeSince, read.completeSince);
    pages += read.pages;
    if (read.failure !== null)
      return { ids, completeSince: Infinity, pages, failure: read.failure };
  }
  return { ids, completeSince, pages, failure: null };
}

async function readEnding(ending: Ending, readPage: ReadPage, since: number): Promise<EndedTasks> {
  const ids = new Set<string>();
  const times: number[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await readPage(ending, page);
    if (answer.kind !== "rows")
      return { ids, completeSince: Infinity, pages: page, failure: answer };
    for (const { taskId, status, createdAt } of answer.rows) {
      // The filter is the provider's: a list that ignores it says nothing wrong.
      if (status === ending) ids.add(taskId);
      times.push(createdAt ?? Infinity);
    }
    const last = page >= answer.totalPages || answer.rows.length === 0;
    const reached = isNewestFirst(times) ? (times.at(-1) ?? -Infinity) : Infinity;
    if (last || reached < since) return { ids, completeSince: since, pages: page, failure: null };
    if (page === MOST_PAGES) return { ids, completeSince: reached, pages: page, failure: null };
  }
}
