import { configuredModels } from "@dashqueue/dashscope";
import { testRedis } from "@dashqueue/testing";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";

import { openQueues } from "../../src/jobs/queues.ts";
import { submitQueue } from "../../src/jobs/job.ts";
import { openProducerQueue } from "../../src/producer/open-producer-queue.ts";
import type { ProducerQueue } from "../../src/producer/producer-queue.ts";
import { createKeys } from "../../src/store/keys.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const MOST = 3;
const RULES = {
  privateWebhookHosts: [],
  webhooksSigned: true,
  maxUnknownModels: MOST,
  findModel: configuredModels({ allowUnknown: true, settings: {} }),
};

let prefix: string;
let queue: ProducerQueue;
beforeEach(() => {
  ({ prefix } = testRedis());
  queue = openProducerQueue(redis, prefix, RULES);
});

const submission = (model: string) => ({ model, input: { prompt: "a girl" } });
const enqueue = (model: string, idempotencyKey?: string) =>
  queue.enqueue(submission(model), { idempotencyKey });

async function accepted(model: string): Promise<string> {
  const enqueued = await enqueue(model);
  if (enqueued.kind !== "accepted") throw new Error(JSON.stringify(enqueued));
  return enqueued.generation.id;
}

describe("the number of unknown models", () => {
  it("is limited, however many callers invent names at once", async () => {
    await accepted("wan2.6-t2v");
    const names = Array.from({ length: 50 }, (_, index) => `invented-${index}`);
    const answers = await Promise.all(names.map((name) => enqueue(name)));
    expect(answers.filter(({ kind }) => kind === "accepted")).toHaveLength(MOST);
    expect(answers.find(({ kind }) => kind === "invalid")).toMatchObject({
      problems: [
        { path: "model", message: expect.stringContaining("DASHSCOPE_MAX_UNKNOWN_MODELS") },
      ],
    });
    expect(await queue.store.models()).toHaveLength(MOST + 1);
    // Known models, and unknown ones that have a queue, are not limited.
    await accepted("wan2.5-t2v-preview");
    await accepted((await queue.store.models()).find((name) => name.startsWith("invented")) ?? "");
  });

  it("does not stop a repeated request, and the key of a refused one can be used again", async () => {
    const first = await enqueue("invented-0", "key-0");
    for (const name of ["invented-1", "invented-2"]) await accepted(name);
    expect(await enqueue("invented-0", "key-0")).toMatchObject({ ...first, kind: "repeated" });
    expect(await enqueue("invented-3", "key-3")).toMatchObject({ kind: "invalid" });
    expect(await enqueue("wan2.6-t2v", "key-3")).toMatchObject({ kind: "accepted" });
  });

  it("also limits a request that is submitted again", async () => {
    const id = await accepted("invented-0");
    await queue.cancel(id);
    expect(await queue.store.forgetModel("invented-0")).toBe(true);
    for (const name of ["invented-1", "invented-2", "invented-3"]) await accepted(name);
    expect(await queue.regenerate(id)).toMatchObject({ kind: "invalid" });
  });
});

describe("forgetModel", () => {
  it("keeps a model with an open generation, and says when it forgets one", async () => {
    const heard: string[] = [];
    const subscriber = redis.duplicate();
    subscriber.on("message", (_channel, model: string) => heard.push(model));
    await subscriber.subscribe(createKeys(prefix).modelsChannel);
    const [id, other] = [await accepted("invented-0"), await accepted("invented-0")];
    await queue.cancel(id);
    expect(await queue.store.forgetModel("invented-0")).toBe(false);
    await queue.cancel(other);
    const { durations, behindAll } = createKeys(prefix);
    await redis.hset(durations("invented-0"), "", "{}");
    await redis.zadd(behindAll("invented-0"), 0, `default:${id}`);
    expect(await queue.store.forgetModel("invented-0")).toBe(true);
    expect(await redis.exists(durations("invented-0"), behindAll("invented-0"))).toBe(0);
    expect(await queue.store.forgetModel("invented-0")).toBe(false);
    expect(await queue.store.models()).toEqual([]);
    await accepted("invented-0");
    expect(await queue.store.models()).toEqual(["invented-0"]);
    await subscriber.quit();
    expect(heard.slice(0, 2)).toEqual(["invented-0", "invented-0"]);
  });
});

describe("a queue", () => {
  it("is empty without live jobs, and is cleared of finished ones", async () => {
    const queues = openQueues(redis, prefix);
    const name = submitQueue("invented-0");
    expect(await queues.isEmpty(name)).toBe(true);
    const id = await accepted("invented-0");
    expect(await queues.isEmpty(name)).toBe(false);
    const board = new Queue(name, { connection: redis, prefix });
    const keysOf = async () => (await redis.keys(board.toKey("*"))).toSorted();
    await redis.lrem(board.toKey("wait"), 0, `submit-${id}`);
    await redis.zadd(board.toKey("completed"), 1, `submit-${id}`);
    await redis.hset(board.toKey("metrics:completed"), "count", 1);
    expect(await queues.isEmpty(name)).toBe(true);
    await queues.clear(name);
    expect(await board.getJob(`submit-${id}`)).toBeUndefined();
    for (const key of ["completed", "metrics:completed"])
      expect(await keysOf()).not.toContain(board.toKey(key));
    await board.close();
  });

  it("reopens a queue that was closed because too many were open", async () => {
    const queues = openQueues(redis, prefix);
    const listeners = redis.listenerCount("error");
    const jobOf = (model: string) => ({
      stage: "submit" as const,
      queue: submitQueue(model),
      id: `submit-${model}`,
      data: { generationId: model, model },
      delayMs: 0,
      priority: 1,
    });
    const names = Array.from({ length: 300 }, (_, index) => `invented-${index}`);
    await Promise.all(names.map((name) => queues.ensure(jobOf(name))));
    expect(redis.listenerCount("error") - listeners).toBeLessThanOrEqual(200);
    for (const name of names) expect(await queues.isLive(jobOf(name))).toBe(true);
    await queues.close();
    expect(redis.listenerCount("error")).toBe(listeners);
  });
});
