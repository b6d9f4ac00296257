import type { Generation, Queued, Ticket } from "@dashqueue/queue/internal";
import { submitQueue } from "@dashqueue/queue/internal";
import { testRedis, waitFor } from "@dashqueue/testing";
import type { Job, Worker } from "bullmq";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeEach, describe, expect, inject, it } from "vitest";

import { FAILURE, GENERATIONS } from "./fixtures/generations.ts";
import type { Outcome, Served } from "../src/outcome.ts";
import type { ServeNext } from "../src/loop/run-ticket.ts";
import { ticketProcessorOf } from "../src/loop/run-ticket.ts";
import { startStageWorker } from "../src/loop/stage-worker.ts";

const redis = new Redis(inject("redisUrl"), { maxRetriesPerRequest: null });
afterAll(() => redis.quit());

const { running, queued, canceled } = GENERATIONS;
const { model } = queued.request;
const other: Queued = { ...queued, id: "gen_other" };
const bought = { ...running, id: other.id };
const delays = { pollMs: () => 60_000, sendMs: 1, createMs: 60_000, reconcileMs: 60_000 };

let board: Queue;
let worker: Worker | undefined;
let prefix: string;
let tickets: Ticket[];
let ensured: string[];
let observed: string[];
beforeEach(() => {
  ({ prefix } = testRedis());
  board = new Queue(submitQueue(model), { connection: redis, prefix });
  [tickets, ensured, observed] = [[], [], []];
});
afterEach(async () => {
  await worker?.close();
  await board.close();
});

/** Runs a job as a ticket. Its runs are answered in turn, with the last answer forever. */
async function run(record: Generation | null, ...answers: (Served | ServeNext)[]): Promise<Job> {
  const serve: ServeNext = async (ticket, context) => {
    tickets.push(ticket);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined) throw new Error("no answer is left");
    return typeof answer === "function" ? answer(ticket, context) : answer;
  };
  const processor = ticketProcessorOf(serve, {
    store: { get: async () => record, tombstone: async () => null },
    queues: { ensure: async ({ id }) => void ensured.push(id) },
    delays,
    closing: new AbortController().signal,
    now: () => Date.now(),
    observe: (_stage, { id }, { kind }) => void observed.push(`${id}: ${kind}`),
  });
  const id = record?.id ?? queued.id;
  const job = await board.add("submit", { generationId: id, model }, { jobId: `submit-${id}` });
  worker = startStageWorker({
    connection: redis,
    prefix,
    queue: board.name,
    processor,
    concurrency: 1,
    onError: () => {},
  });
  return job;
}

const until = (job: Job, state: string) =>
  waitFor(async () => (await job.getState()) === state && board.getJob(job.id!));
const advance = (generation: Generation): Outcome => ({ kind: "advance", generation });
const NOBODY = { kind: "nobody" } as const;

describe("a ticket", () => {
  it("serves its own generation, adds the next job, and ends (G5)", async () => {
    const outcome = advance(running);
    const job = await run(queued, { kind: "served", generation: queued, outcome });
    expect(await until(job, "completed")).toMatchObject({ progress: 0, returnvalue: "running" });
    expect(ensured).toEqual([`poll-${running.id}`]);
    expect(tickets).toEqual([{ id: queued.id, model, own: queued }]);
  });

  it("goes back to its queue after it served another one, while its own waits (G5)", async () => {
    const serveOther = { kind: "served", generation: other, outcome: advance(bought) } as const;
    const later = { kind: "later", waitMs: 60_000 } as const;
    const job = await run(queued, serveOther, later);
    expect(await until(job, "delayed")).toMatchObject({
      attemptsMade: 0,
      progress: { generation_id: other.id, status: "running" },
    });
    expect(tickets).toHaveLength(2);
    expect(ensured).toEqual([`poll-${other.id}`]);
  });

  it("serves another one and ends if its own no longer waits", async () => {
    const outcome = advance({ ...bought, status: "running" });
    const job = await run(canceled, { kind: "served", generation: other, outcome });
    await until(job, "completed");
    expect(ensured).toEqual([`notify-${canceled.id}`, `poll-${other.id}`]);
    expect(tickets).toMatchObject([{ own: null }]);
  });

  it.each([running, null])("ends if nobody waits: %j", async (record) => {
    await until(await run(record, NOBODY), "completed");
    expect(tickets).toMatchObject([{ own: null }]);
  });

  it("goes on with a generation that could not be bought", async () => {
    const again = advance({ ...queued, revision: 9 });
    const later = { kind: "later", waitMs: 60_000 } as const;
    const job = await run(queued, { kind: "served", generation: queued, outcome: again }, later);
    await until(job, "delayed");
    expect(ensured).toEqual([]);
  });

  it("logs what is parked and what waits, and names it if it is not its own", async () => {
    const wait = { delayMs: 7, reason: "may have a task" };
    const job = await run(
      queued,
      async (_, { onParked }) => {
        await onParked(other, wait);
        return { kind: "served", generation: queued, outcome: { kind: "wait", ...wait } };
      },
      { kind: "later", waitMs: 60_000 },
    );
    await until(job, "delayed");
    const { logs } = await board.getJobLogs(job.id!);
    expect(logs.map((text) => text.replace(/^\S+ /, ""))).toEqual([
      "gen_other waits 7 ms: may have a task",
      "waits 7 ms: may have a task",
    ]);
    expect(observed).toEqual(["gen_other: wait", `${queued.id}: wait`]);
  });

  it.each([
    [queued, "failed"],
    [other, "delayed"],
  ] as const)("reports the lost record of a paid task: %#", async (generation, state) => {
    const outcome: Outcome = { kind: "fail", failure: { ...FAILURE, code: "" } };
    const later = { kind: "later", waitMs: 60_000 } as const;
    const job = await run(queued, { kind: "served", generation, outcome }, later);
    await until(job, state);
    expect(observed).toEqual([`${generation.id}: fail`]);
  });

  it("returns to its queue when the worker closes", async () => {
    const job = await run(queued, async () => {
      // Otherwise this worker would take the job again.
      void worker?.pause(true);
      return { kind: "hand-back" };
    });
    expect(await until(job, "waiting")).toMatchObject({ attemptsMade: 0 });
  });
});
