import type { ListAnswer, TaskRow } from "@dashqueue/dashscope";
import { describe, expect, it } from "vitest";

import { START, UNAVAILABLE } from "../../test/fixtures/generations.ts";
import type { ListPage } from "../accounts/task-list.ts";
import { readEndedTasks } from "./ended-tasks.ts";

const row = (taskId: string, secondsAgo: number | null, status = "SUCCEEDED"): TaskRow => ({
  taskId,
  requestId: null,
  model: "wan",
  status,
  createdAt: secondsAgo === null ? null : START - 1_000 * secondsAgo,
});

function pageOf(rows: readonly TaskRow[], totalPages = 1): ListAnswer {
  return { kind: "rows", rows, unreadable: 0, page: 1, totalPages, total: null };
}

/** Reads a list that has these pages of tasks that succeeded, and no other tasks. */
async function read(pages: readonly ListPage[], others: ListPage = pageOf([])) {
  const asked: string[] = [];
  const ended = await readEndedTasks(async (ending, page) => {
    asked.push(`${ending} ${page}`);
    return ending === "SUCCEEDED" ? (pages[page - 1] ?? pageOf([], 99)) : others;
  }, START - 100_000);
  return { ...ended, ids: [...ended.ids], asked };
}

describe("readEndedTasks", () => {
  it("reads the tasks of each ending", async () => {
    const { ids, asked, ...rest } = await read(
      [pageOf([row("a", 10)])],
      pageOf([row("b", 20, "FAILED")]),
    );
    expect(ids).toEqual(["a", "b"]);
    expect(asked).toEqual(["SUCCEEDED 1", "FAILED 1", "CANCELED 1"]);
    expect(rest).toEqual({ completeSince: START - 100_000, pages: 3, failure: null });
  });

  it("reads pages until they are older than asked for", async () => {
    const pages = [[row("a", 10)], [row("b", 90)], [row("c", 110)], [row("d", 120)]];
    const { ids, completeSince } = await read(pages.map((rows) => pageOf(rows, 4)));
    expect(ids).toEqual(["a", "b", "c"]);
    expect(completeSince).toBe(START - 100_000);
  });

  it("reads a list in another order to its end", async () => {
    const pages = [[row("a", 120), row("b", 110)], [row("c", null)], [row("d", 10)]];
    expect((await read(pages.map((rows) => pageOf(rows, 3)))).ids).toEqual(["a", "b", "c", "d"]);
  });

  it("reads 20 pages at most, and says how far they reach", async () => {
    const pages = Array.from({ length: 30 }, (_, page) => pageOf([row(`${page}`, page)], 30));
    const { ids, completeSince, pages: count } = await read(pages);
    expect(ids).toHaveLength(20);
    expect(completeSince).toBe(START - 19_000);
    expect(count).toBe(22);
    const unsorted = await read(pages.toReversed());
    expect(unsorted.completeSince).toBe(Infinity);
  });

  it("ignores rows of another status, because a list may ignore the filter", async () => {
    expect((await read([pageOf([row("a", 10, "RUNNING")])])).ids).toEqual([]);
  });

  it("keeps what it read before a page failed, and claims nothing about the rest", async () => {
    const { ids, completeSince, failure, asked } = await read([
      pageOf([row("a", 10)], 2),
      UNAVAILABLE,
    ]);
    expect([ids, completeSince, failure]).toEqual([["a"], Infinity, UNAVAILABLE]);
    expect(asked).toHaveLength(2);
  });
});
