import type { Generation } from "@dashqueue/queue/internal";
import { STATUSES } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { findTasks } from "./task-list.ts";
import { TASK_STATUSES, taskStatusOf } from "./task-status.ts";

/** Every status in turn; tasks that run are PENDING or RUNNING. */
const ALL = Array.from({ length: 10 * STATUSES.length }, (_, index) => {
  const status = STATUSES[index % STATUSES.length];
  const task = { status: index % 3 === 0 ? "PENDING" : "RUNNING" };
  return { id: `gen_${String(index).padStart(3, "0")}`, status, task } as Generation;
}).toReversed();

it.each(TASK_STATUSES)("finds every page of the tasks that are %s", async (status) => {
  const expected = ALL.filter((one) => taskStatusOf(one) === status);
  for (const pageSize of [1, 2, 3, 5, 8, 100])
    for (let page = 1; page <= Math.ceil(ALL.length / pageSize) + 1; page += 1) {
      const query = { from: 0, to: 1, status, page, pageSize };
      const start = (page - 1) * pageSize;
      expect(await findTasks({ get: async () => null, page: pageOfAll }, query)).toEqual({
        total: expected.length,
        generations: expected.slice(start, start + pageSize),
      });
    }
});

type PageOf = Parameters<typeof findTasks>[0]["page"];

const pageOfAll: PageOf = async ({ status = STATUSES, offset, limit }) => {
  const found = ALL.filter((one) => [status].flat().includes(one.status));
  return { total: found.length, generations: found.slice(offset, offset + limit) };
};
