import { expect, it } from "vitest";

import { FAILURE, START } from "../../test/fixtures/generations.ts";
import type { Place } from "./accounts.ts";
import type { TaskFilter, TaskList } from "./task-list.ts";
import { createUnreadLists, watchLists } from "./task-list.ts";

const READ = { kind: "rows", rows: [], all: [], seen: new Map() } as const;
const UNREAD = { kind: "unavailable", failure: FAILURE, retryAfterMs: null } as const;

it("knows since when a list cannot be read, until it can or nobody has tried for long", () => {
  let now = START;
  const lists = createUnreadLists(() => now);
  lists.listed("paris", UNREAD);
  now += 60_000;
  lists.listed("paris", UNREAD);
  const { kind, message } = FAILURE;
  expect(lists.current()).toEqual([{ account: "paris", kind, message, since: START, at: now }]);
  lists.listed("paris", READ);
  expect(lists.current()).toEqual([]);
  lists.listed("paris", UNREAD);
  now += 10 * 60_000;
  expect(lists.current()).toEqual([]);
  lists.listed("paris", UNREAD);
  expect(lists.current()).toMatchObject([{ since: now }]);
});

it("notes what comes of each reading, unless the worker closes", async () => {
  const place = { account: "paris", baseUrl: "https://dashscope.aliyuncs.com/api/v1" };
  const filter = { models: [], from: 0, to: 1 };
  const noted: string[] = [];
  const listed = (account: string, { kind }: TaskList) => void noted.push(`${account} ${kind}`);
  const unread = async (_place: Place, _filter: TaskFilter, _signal: AbortSignal) => UNREAD;
  const { listTasks } = watchLists({ listTasks: unread }, { listed });
  expect(await listTasks(place, filter, AbortSignal.abort())).toBe(UNREAD);
  expect(noted).toEqual([]);
  await listTasks(place, filter, new AbortController().signal);
  expect(noted).toEqual(["paris unavailable"]);
});
