import type { Generation, Job } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { GENERATIONS, START, WAITS } from "../../test/fixtures/generations.ts";
import { resumeCopies } from "./resume-copies.ts";

const { archiving } = GENERATIONS;
const ELSEWHERE = { ...archiving, attempt: { ...archiving.attempt, account: "another" } };

const ALL = (account: string) => account !== "";

/** Results of which the first one in the list, which is the newest, expires last. */
function results(count: number): readonly Generation[] {
  return Array.from({ length: count }, (_, index) => ({
    ...archiving,
    id: `gen_${index}`,
    result: { ...archiving.result, expiresAt: START - index },
  }));
}

async function resumed(
  records: readonly Generation[],
  { isMeant = ALL, stopAt = Infinity } = {},
): Promise<Job[]> {
  const brought: Job[] = [];
  const closing = new AbortController();
  const ports = {
    store: {
      list: async ({ limit, after }: { limit: number; after?: string | undefined }) => {
        const from = records.findIndex(({ id }) => id === after) + 1;
        return records.slice(from, from + limit);
      },
    },
    queues: {
      async bringForward(queue: string, jobs: readonly Job[]) {
        expect(new Set(jobs.map((job) => job.queue))).toEqual(new Set([queue]));
        brought.push(...jobs);
        if (brought.length >= stopAt) closing.abort();
      },
    },
    delays: { ...WAITS, pollMs: () => 0 },
    withinMs: 45_000,
    now: () => START,
  };
  if (stopAt === 0) closing.abort();
  await resumeCopies(isMeant, ports, closing.signal);
  return brought;
}

it("lets the waiting results be copied, those first that expire first, within a time", async () => {
  const jobs = await resumed([GENERATIONS.succeeded, ...results(801)]);
  expect(jobs).toHaveLength(801);
  expect(jobs.slice(0, 3)).toMatchObject([
    { id: "archive-gen_800", delayMs: 0 },
    { id: "archive-gen_799", delayMs: 100 },
    { id: "archive-gen_798", delayMs: 200 },
  ]);
  expect(jobs.at(-1)).toMatchObject({ id: "archive-gen_0", delayMs: 45_000 });
});

it("leaves the results of other accounts alone", async () => {
  const isMeant = (account: string) => account === archiving.attempt.account;
  expect(await resumed([ELSEWHERE, archiving], { isMeant })).toMatchObject([{ delayMs: 0 }]);
  expect(await resumed([ELSEWHERE, archiving])).toHaveLength(2);
});

it("ends when the process closes", async () => {
  expect(await resumed(results(801), { stopAt: 1 })).toHaveLength(200);
  expect(await resumed(results(801), { stopAt: 0 })).toEqual([]);
});
