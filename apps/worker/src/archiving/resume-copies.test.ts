import type { Generation, Job } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { GENERATIONS, START, WAITS } from "../../test/fixtures/generations.ts";
import { resumeCopies } from "./resume-copies.ts";

const { archiving } = GENERATIONS;
const ELSEWHERE = { ...archiving, attempt: { ...archiving.attempt, account: "another" } };

async function resumed(records: readonly Generation[], account: string | null): Promise<Job[]> {
  const ensured: Job[] = [];
  await resumeCopies(account, {
    store: {
      list: async ({ limit, after }) => {
        const from = records.findIndex(({ id }) => id === after) + 1;
        return records.slice(from, from + limit);
      },
    },
    queues: { ensure: async (job) => void ensured.push(job) },
    delays: { ...WAITS, pollMs: () => 0 },
    now: () => START,
  });
  return ensured;
}

it("lets the waiting results be copied one after the other, within a minute", async () => {
  const many = Array.from({ length: 801 }, (_, index) => ({ ...archiving, id: `gen_${index}` }));
  const jobs = await resumed([...many, GENERATIONS.succeeded], null);
  expect(jobs).toHaveLength(801);
  expect(jobs.map(({ delayMs }) => delayMs).slice(0, 3)).toEqual([0, 100, 200]);
  expect(jobs.at(-1)).toMatchObject({ id: "archive-gen_800", delayMs: 60_000 });
});

it("leaves the results of other accounts alone", async () => {
  const { account } = archiving.attempt;
  expect(await resumed([ELSEWHERE, archiving], account)).toMatchObject([{ delayMs: 0 }]);
  expect(await resumed([ELSEWHERE, archiving], null)).toHaveLength(2);
});
