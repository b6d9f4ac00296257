import { testRedis } from "@dashqueue/testing";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";

import type { Job } from "../src/jobs/job.ts";
import type { Queues } from "../src/jobs/queues.ts";
import { openQueues } from "../src/jobs/queues.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const data = { generationId: "gen_1", model: "m" };
const poll: Job = {
  stage: "poll",
  queue: "poll",
  id: "poll-gen_1",
  data,
  delayMs: 60_000,
  priority: 0,
};
const notify: Job = { ...poll, stage: "notify", queue: "notify", id: "notify-gen_1", delayMs: 0 };

let queues: Queues;
let board: (name: string) => Queue;
beforeEach(() => {
  const { prefix } = testRedis();
  queues = openQueues(redis, prefix);
  board = (name) => new Queue(name, { connection: redis, prefix });
});

/** Finishes a job without a worker. */
async function finish(job: Job): Promise<void> {
  await redis.hset(board(job.queue).toKey(job.id), "finishedOn", "1");
}

it("counts the members of a sorted set that exceed the live jobs of a queue", async () => {
  const submit = { ...poll, stage: "submit", queue: "submit-m" } as const;
  const index = board(submit.queue).toKey("waiting-generations");
  const shortage = () => queues.shortage(submit.queue, index);
  await redis.zadd(index, 0, "gen_1", 0, "gen_2", 0, "gen_3", 0, "gen_4");
  expect(await shortage()).toBe(4);
  const jobs = [
    { ...submit, id: "submit-gen_1" },
    { ...submit, id: "submit-gen_2", delayMs: 0, priority: 1 },
    { ...submit, id: "submit-gen_3", delayMs: 0 },
  ];
  for (const job of jobs) await queues.ensure(job);
  expect(await shortage()).toBe(1);
  await board(submit.queue).pause();
  expect(await shortage()).toBe(1);
  await board(submit.queue).resume();
  // An active job.
  await redis.lpush(board(submit.queue).toKey("active"), "submit-gen_4");
  expect(await shortage()).toBe(0);
});

describe("ensure", () => {
  it("adds a job once", async () => {
    expect(await queues.isLive(poll)).toBe(false);
    await Promise.all([queues.ensure(poll), queues.ensure(poll), queues.ensure(poll)]);
    expect(await queues.isLive(poll)).toBe(true);
    expect(await board("poll").getDelayedCount()).toBe(1);
  });

  it("moves a delayed job to its time", async () => {
    await queues.ensure(poll);
    await queues.ensure({ ...poll, delayMs: 1_000 });
    expect((await board("poll").getJob(poll.id))?.delay).toBe(1_000);
    await queues.ensure(poll);
    expect((await board("poll").getJob(poll.id))?.delay).toBe(poll.delayMs);
  });

  it("moves a job that was delayed without reading it", async () => {
    await queues.ensure(poll, "none");
    await queues.ensure({ ...poll, delayMs: 1_000 }, "delayed");
    expect(await board("poll").getJob(poll.id)).toMatchObject({ delay: 1_000 });
    expect(await board("poll").getDelayedCount()).toBe(1);
  });

  it("finds out if a job is in another state than it was said to be", async () => {
    await queues.ensure(poll, "delayed");
    expect(await queues.isLive(poll)).toBe(true);
    await queues.ensure({ ...poll, delayMs: 7 }, "none");
    expect(await board("poll").getJob(poll.id)).toMatchObject({ delay: poll.delayMs });
    await redis.zrem(board("poll").toKey("delayed"), poll.id);
    await finish(poll);
    await queues.ensure(poll, "delayed");
    expect(await queues.isLive(poll)).toBe(true);
  });

  it("replaces a finished job, except a delivered webhook", async () => {
    await queues.ensure(poll);
    await finish(poll);
    expect(await queues.isLive(poll)).toBe(false);
    await queues.ensure(poll);
    expect(await queues.isLive(poll)).toBe(true);
    await queues.ensure(notify);
    await finish(notify);
    await queues.ensure(notify);
    expect(await queues.isLive(notify)).toBe(false);
  });
});

describe("bringForward", () => {
  const dueAt = async (job: Job) =>
    Math.floor(Number(await redis.zscore(board(job.queue).toKey("delayed"), job.id)) / 0x1000);

  it("moves a delayed job to an earlier time, and none to a later one", async () => {
    const [soon, late] = [{ ...poll, id: "poll-soon", delayMs: 1_000 }, poll];
    await queues.ensure(soon);
    await queues.ensure(late);
    const before = await dueAt(soon);
    const now = Date.now();
    const delayMs = 30_000;
    await queues.bringForward(
      "poll",
      [
        { ...soon, delayMs },
        { ...late, delayMs },
      ],
      now,
    );
    expect(await dueAt(soon)).toBe(before);
    expect(await dueAt(late)).toBeGreaterThanOrEqual(now + delayMs);
    expect(await dueAt(late)).toBeLessThan(now + poll.delayMs);
    expect(await board("poll").getJob(late.id)).toMatchObject({ delay: delayMs });
  });

  it("leaves a job alone that waits, has ended or does not exist", async () => {
    const waiting = { ...poll, id: "poll-waiting", delayMs: 0 };
    await queues.ensure(waiting);
    await queues.ensure(poll);
    await redis.zrem(board("poll").toKey("delayed"), poll.id);
    await finish(poll);
    await queues.bringForward("poll", [waiting, poll, { ...poll, id: "poll-none" }], Date.now());
    await queues.bringForward("poll", [], Date.now());
    expect(await board("poll").getJobCounts("delayed", "waiting")).toMatchObject({
      delayed: 0,
      waiting: 1,
    });
  });
});
