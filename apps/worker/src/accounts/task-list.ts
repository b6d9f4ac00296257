import type { ListAnswer, TaskRow } from "@dashqueue/dashscope";
import { isSameModel } from "@dashqueue/dashscope";
import type { Failure, UnreadList } from "@dashqueue/queue/internal";
import { LIST_UNREAD } from "@dashqueue/queue/internal";

import type { Place } from "./accounts.ts";

/** Selects tasks of an account. */
export interface TaskFilter {
  /** By the provider's names. */
  readonly models: readonly string[];
  /** Epoch milliseconds of creation, inclusive. */
  readonly from: number;
  readonly to: number;
  /** Only the task with this id. */
  readonly taskId?: string;
}

export type TaskList = ListedTasks | Unavailable;

export interface ListedTasks {
  readonly kind: "rows";
  /** Those that match the filter. */
  readonly rows: readonly TaskRow[];
  /** Every row on the pages that were read, of whatever model and time. */
  readonly all: readonly TaskRow[];
  /** When each task on the pages that were read was created, of whatever model. */
  readonly seen: ReadonlyMap<string, number | null>;
}

export interface Unavailable {
  readonly kind: "unavailable";
  readonly failure: Failure;
  readonly retryAfterMs: number | null;
}

export type ListPage = ListAnswer | Unavailable;

/**
 * Reads an account's task list until it is older than the filter, and returns the rows that match.
 * A list that may be incomplete is `unavailable`, because it proves nothing.
 *
 * Its order is not documented. Newest first is checked by what was read and by the last page; a
 * list in any other order is read to its end.
 *
 * The filter is applied here. How the provider reads time and model parameters is not certain, and
 * an empty answer would prove too much.
 */
export async function readTaskList(
  readPage: (page: number) => Promise<ListPage>,
  filter: TaskFilter,
): Promise<TaskList> {
  const rows = new Map<string, TaskRow>();
  let unreadable = 0;
  let isLastPageOld: boolean | null = null;
  let firstTotal: number | null = null;
  for (let page = 1; ; page += 1) {
    const answer = await readPage(page);
    if (answer.kind !== "rows") return { retryAfterMs: null, ...answer, kind: "unavailable" };
    firstTotal ??= answer.total;
    unreadable += answer.unreadable;
    for (const row of answer.rows) rows.set(row.taskId, row);
    const times = [...rows.values()].flatMap(({ createdAt }) => createdAt ?? []);
    const isOrdered = isNewestFirst(times);
    let isPast = isOrdered && times.some((at) => at < filter.from);
    if (isPast && page < answer.totalPages) {
      isLastPageOld ??= isOld(await readPage(answer.totalPages), filter.from);
      isPast = isLastPageOld;
    }
    if (page < answer.totalPages && !isPast) continue;
    // Newest first, tasks that were created since the first page only move the others down.
    const total = isOrdered ? firstTotal : answer.total;
    // A row that is unreadable, or that moved between pages, may be the very task in question.
    const isComplete = unreadable === 0 && (isPast || total === null || rows.size >= total);
    const all = [...rows.values()];
    return isComplete
      ? {
          kind: "rows",
          rows: all.filter((row) => matches(row, filter)),
          all,
          seen: new Map(all.map(({ taskId, createdAt }) => [taskId, createdAt])),
        }
      : INCOMPLETE;
  }
}

/** Which accounts' lists could not be read lately. */
export interface UnreadLists {
  /** To be called with what came of each reading. */
  listed(account: string, list: TaskList): void;
  current(): readonly UnreadList[];
}

/** A list that nobody has needed for this long may be readable again. */
const UNREAD_LASTS_MS = 10 * 60_000;

export function createUnreadLists(now: () => number): UnreadLists {
  const unread = new Map<string, UnreadList>();
  return {
    listed(account, list) {
      if (list.kind === "rows") return void unread.delete(account);
      const { kind, message } = list.failure;
      const known = unread.get(account);
      const isKnown = known !== undefined && now() - known.at < UNREAD_LASTS_MS;
      const since = isKnown ? known.since : now();
      unread.set(account, { account, kind, message, since, at: now() });
    },
    current: () => [...unread.values()].filter(({ at }) => now() - at < UNREAD_LASTS_MS),
  };
}

type ListTasks = (place: Place, filter: TaskFilter, signal: AbortSignal) => Promise<TaskList>;

/** The provider, with what comes of each reading of a list noted. */
export function watchLists<Lister extends { readonly listTasks: ListTasks }>(
  provider: Lister,
  unread: Pick<UnreadLists, "listed">,
): Lister {
  return {
    ...provider,
    async listTasks(place: Place, filter: TaskFilter, signal: AbortSignal) {
      const list = await provider.listTasks(place, filter, signal);
      if (!signal.aborted) unread.listed(place.account, list);
      return list;
    },
  };
}

/** Says whose words an error is: only an answer of the provider has a code of it. */
export function unreadText({ kind, code, message }: Failure): string {
  const isAnswer = kind !== "network" && code !== "";
  return `${LIST_UNREAD}${isAnswer ? `the provider answered "${message}"` : message}`;
}

/** A page that cannot be read shows nothing. */
function isOld(page: ListPage, from: number): boolean {
  return (
    page.kind === "rows" &&
    page.rows.length > 0 &&
    page.rows.every(({ createdAt }) => createdAt !== null && createdAt < from)
  );
}

export function isNewestFirst(times: readonly number[]): boolean {
  return times.every((at, index) => at <= (times[index - 1] ?? Infinity));
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
