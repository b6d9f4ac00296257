import type { Generation, Queues, Stage, Tombstone } from "@dashqueue/queue/internal";
import { submitQueue } from "@dashqueue/queue/internal";
import { testRedis, waitFor } from "@dashqueue/testing";
import type { Job, JobsOptions, Worker } from "bullmq";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeEach, describe, expect, inject, it } from "vitest";

import { FAILURE, GENERATIONS } from "./fixtures/generations.ts";
import type { Outcome } from "../src/outcome.ts";
import { processorOf } from "../src/loop/run-stage.ts";
import { startStageWorker } from "../src/loop/stage-worker.ts";

const redis = new Redis(inject("redisUrl"), { maxRetriesPerRequest: null });
afterAll(() => redis.quit());

const RETRY = { kind: "retry", failure: FAILURE } as const;
const { running, archiving, succeeded, queued } = GENERATIONS;
const data = { generationId: running.id, model: running.request.model };
const delays = { pollMs: () => 60_000, sendMs: 1, createMs: 60_000, reconcileMs: 60_000 };

let prefix: string;
let board: Queue;
let worker: Worker | undefined;
let closing: AbortController;
let ensured: string[];
let failed: unknown[];
let tombstone: Tombstone | null;
beforeEach(() => {
  ({ prefix } = testRedis());
  closing = new AbortController();
  ensured = [];
  failed = [];
  tombstone = null;
});
afterEach(async () => {
  await worker?.close();
  await board.close();
});

/** Runs a job on the given record, in a stage that decides as given. */
async function run(
  stage: Stage,
  record: Generation | null,
  decide: (run: number) => Outcome,
  options: JobsOptions = {},
): Promise<Job> {
  let runs = 0;
  const queues: Pick<Queues, "ensure"> = { ensure: async (job) => void ensured.push(job.id) };
  const processor = processorOf(
    {
      stage,
      accepts: (generation): generation is Generation =>
        generation.status === "running" || generation.status === "queued",
      run: async () => decide((runs += 1)),
    },
    {
      store: { get: async () => record, tombstone: async () => tombstone },
      queues,
      delays,
      closing: closing.signal,
      now: () => Date.now(),
      observe: () => {},
    },
  );
  const queue = stage === "submit" ? submitQueue(data.model) : stage;
  board = new Queue(queue, { connection: redis, prefix });
  const job = await board.add(stage, data, { ...options, jobId: `${stage}-${running.id}` });
  worker = startStageWorker({
    connection: redis,
    prefix,
    queue,
    processor,
    concurrency: 1,
    onError: () => {},
    onFailed: (id, error) => void failed.push([id, error.message]),
  });
  return job;
}

const until = (job: Job, state: string) =>
  waitFor(async () => (await job.getState()) === state && board.getJob(job.id!));

describe("an outcome", () => {
  it("advance: adds the next job, then completes (G5)", async () => {
    const job = await run("poll", running, () => ({ kind: "advance", generation: archiving }));
    expect((await until(job, "completed"))?.returnvalue).toBe("archiving");
    expect(ensured).toEqual([`archive-${running.id}`]);
  });

  it("is counted for the history on the board", async () => {
    const job = await run("poll", running, () => ({ kind: "advance", generation: archiving }));
    await until(job, "completed");
    expect((await board.getMetrics("completed")).meta.count).toBe(1);
  });

  it("advance to a state that needs the same job later: delays it without an attempt", async () => {
    const job = await run("poll", running, () => ({ kind: "advance", generation: running }));
    const delayed = await until(job, "delayed");
    expect(delayed).toMatchObject({ attemptsMade: 0 });
    expect(delayed?.delay).toBeGreaterThan(50_000);
  });

  it("advance to a state that needs the same job now: continues at once", async () => {
    const job = await run("submit", queued, (runs) => ({
      kind: "advance",
      generation: runs < 3 ? queued : running,
    }));
    await until(job, "completed");
    expect(ensured).toEqual([`poll-${running.id}`]);
  });

  it("wait: delays the job and logs why", async () => {
    const job = await run("poll", running, () => ({
      kind: "wait",
      delayMs: 60_000,
      reason: "not due",
    }));
    expect(await until(job, "delayed")).toMatchObject({ attemptsMade: 0 });
    expect((await board.getJobLogs(job.id!)).logs[0]).toContain("not due");
  });

  it("retry: costs an attempt", async () => {
    const job = await run("poll", running, () => ({ ...RETRY, retryAfterMs: null }));
    expect(await until(job, "failed")).toMatchObject({
      attemptsMade: 1,
      failedReason: "network (ECONNRESET): reset",
    });
  });

  it.each([
    ["at least as long as the receiver asks", 120_000, 120_000],
    ["its usual backoff if that is longer", 1_000, 60_000],
    ["its usual backoff if nothing is asked", null, 60_000],
  ])("retry: waits %s", async (_, retryAfterMs, delay) => {
    const backoff = { type: "exponential", delay: 60_000 };
    const decide = () => ({ ...RETRY, retryAfterMs });
    const job = await run("notify", running, decide, { attempts: 3, backoff });
    expect(await until(job, "delayed")).toMatchObject({
      attemptsMade: 1,
      delay,
      opts: { backoff },
    });
  });

  it("fail: ends the job without further attempts", async () => {
    const job = await run("poll", running, () => ({
      kind: "fail",
      failure: { ...FAILURE, code: "" },
    }));
    expect(await until(job, "failed")).toMatchObject({ failedReason: "network: reset" });
  });

  it("hand-back: returns the job for another worker", async () => {
    const job = await run("poll", running, () => {
      // Otherwise this worker would take the job again.
      void worker?.pause(true);
      return { kind: "hand-back" };
    });
    expect(await until(job, "waiting")).toMatchObject({ attemptsMade: 0 });
  });

  it("done: completes without a next job", async () => {
    await until(await run("notify", running, () => ({ kind: "done" })), "completed");
    expect(ensured).toEqual([]);
  });
});

describe("a job that runs again", () => {
  const never = () => {
    throw new Error("the stage ran");
  };

  it("only adds the next job if the record has advanced (G10)", async () => {
    await until(await run("poll", archiving, never), "completed");
    expect(ensured).toEqual([`archive-${running.id}`]);
  });

  it("does nothing if all work is done (G10)", async () => {
    await until(await run("poll", { ...succeeded, webhookUrl: null }, never), "completed");
    expect(ensured).toEqual([]);
  });

  it("ends if a caller has deleted the generation", async () => {
    tombstone = {
      id: running.id,
      tenant: "default",
      model: running.request.model,
      account: null,
      batch: null,
      status: "failed",
      cost: null,
      tasks: [],
      created_at: "2026-11-22T10:00:00.000Z",
      finished_at: "2026-11-22T10:01:00.000Z",
      deleted_at: "2026-11-22T10:02:00.000Z",
    };
    expect(await until(await run("notify", null, never), "completed")).toMatchObject({
      returnvalue: "deleted",
    });
  });

  it("ends if the generation was forgotten before its message was delivered", async () => {
    expect(await until(await run("notify", null, never), "completed")).toMatchObject({
      returnvalue: "forgotten",
    });
  });

  it("fails if the record was lost", async () => {
    expect(await until(await run("poll", null, never), "failed")).toMatchObject({
      failedReason: "the record was lost",
    });
  });
});

describe("a failed job", () => {
  it("is reported with its generation if it ended without an outcome", async () => {
    const job = await run("poll", running, () => {
      throw new Error("broken");
    });
    await until(job, "failed");
    await waitFor(() => failed.length > 0);
    expect(failed).toEqual([[running.id, "broken"]]);
  });

  it.each(["retry", "fail"] as const)(
    "is not reported again after the outcome %s",
    async (kind) => {
      await until(
        await run("poll", running, () => ({ kind, failure: FAILURE, retryAfterMs: null })),
        "failed",
      );
      await worker?.close();
      expect(failed).toEqual([]);
    },
  );
});

it("works on the record that was handed over, and reads any other", async () => {
  const handedOver = [archiving];
  const got: (readonly [id: string, revision: number])[] = [];
  const processor = processorOf(
    {
      stage: "archive",
      accepts: (generation): generation is Generation => generation.status === "archiving",
      run: async ({ id, revision }) => {
        got.push([id, revision]);
        return { kind: "done" };
      },
      handedOver: () => handedOver.pop() ?? null,
    },
    {
      store: { get: async () => ({ ...archiving, revision: 99 }), tombstone: async () => null },
      queues: { ensure: async () => {} },
      delays,
      closing: new AbortController().signal,
      now: () => Date.now(),
      observe: () => {},
    },
  );
  const job = { data, attemptsStarted: 1 } as unknown as Job;
  for (const token of ["a", "b"]) await processor(job, token);
  expect(got).toEqual([
    [archiving.id, archiving.revision],
    [archiving.id, 99],
  ]);
});
