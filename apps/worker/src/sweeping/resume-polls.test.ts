import type { Generation, Job } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { GENERATIONS, START, WAITS } from "../../test/fixtures/generations.ts";
import { resumePolls } from "./resume-polls.ts";

const { running } = GENERATIONS;
const { account, baseUrl } = running.attempt;
const never = new AbortController().signal;

async function resumed(records: readonly Generation[], signal = never): Promise<Job[]> {
  const ensured: Job[] = [];
  const ports = {
    store: {
      list: async ({ limit, after }: { limit: number; after?: string | undefined }) => {
        const from = records.findIndex(({ id }) => id === after) + 1;
        return records.slice(from, from + limit);
      },
    },
    queues: { ensure: async (job: Job) => void ensured.push(job) },
    delays: { ...WAITS, pollMs: () => 15_000 },
    now: () => START,
  };
  await resumePolls({ account, baseUrl }, ports, signal);
  return ensured;
}

it("gives each running task of the account at this host its usual poll", async () => {
  const elsewhere = { ...running, attempt: { ...running.attempt, account: "another" } };
  const many = Array.from({ length: 201 }, (_, index) => ({ ...running, id: `gen_${index}` }));
  const jobs = await resumed([elsewhere, ...many, GENERATIONS.queued]);
  expect(jobs).toHaveLength(201);
  expect(jobs[0]).toMatchObject({ id: "poll-gen_0", delayMs: 15_000 });
});

it("ends when the process closes", async () => {
  expect(await resumed([running], AbortSignal.abort())).toEqual([]);
});
