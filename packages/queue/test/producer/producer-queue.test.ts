import { readFileSync } from "node:fs";

import type { Problem } from "@dashqueue/dashscope";
import { rememberServer, testRedis } from "@dashqueue/testing";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeEach, describe, expect, inject, it } from "vitest";

import { ACCEPTED, answered, BASE_URL, queued, read, SUCCEEDED } from "../fixtures/generations.ts";
import { createWorkerReports } from "../../src/gate/worker-reports.ts";
import { createLiveLimits } from "../../src/limits/live-limits.ts";
import { openProducerQueue } from "../../src/producer/open-producer-queue.ts";
import type { ProducerQueue } from "../../src/producer/producer-queue.ts";
import { createKeys } from "../../src/store/keys.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const example = JSON.parse(
  readFileSync(new URL("../../../../examples/image-reference.json", import.meta.url), "utf8"),
);

let prefix: string;
let queue: ProducerQueue;
beforeEach(async () => {
  ({ prefix } = testRedis());
  await rememberServer(redis, prefix);
  queue = openProducerQueue(redis, prefix, { privateWebhookHosts: [], webhooksSigned: true });
});

async function jobsOf(name: string) {
  const board = new Queue(name, { connection: redis, prefix });
  const jobs = await board.getJobs();
  await board.close();
  return jobs;
}

async function enqueued(submission: unknown, idempotencyKey?: string) {
  const answer = await queue.enqueue(submission, { idempotencyKey });
  if (answer.kind !== "accepted" && answer.kind !== "repeated")
    throw new Error(JSON.stringify(answer));
  return answer.generation;
}

describe("views", () => {
  it("show the place in the line", async () => {
    const first = await enqueued(example);
    const urgent = await enqueued({ ...example, priority: 5 });
    expect(await queue.views([first, urgent])).toMatchObject([
      { waiting: { position: 2 } },
      { waiting: { position: 1 } },
    ]);
  });

  it("say that a generation waits because the queue of its model is paused", async () => {
    const generation = await enqueued(example);
    await createWorkerReports(redis, createKeys(prefix), "worker").exchange({});
    expect(await queue.views([generation])).toMatchObject([{ waiting: { reason: "slot" } }]);
    const board = new Queue("submit-wan2.1-vace-plus", { connection: redis, prefix });
    await board.pause();
    await board.close();
    expect(await queue.views([generation])).toMatchObject([{ waiting: { reason: "paused" } }]);
  });

  it("say the same of a model that a limit of 0 pauses, until it is removed", async () => {
    const keys = createKeys(prefix);
    const account = { baseUrl: BASE_URL, limits: {}, feedAhead: 0, keyRefused: null };
    await createWorkerReports(redis, keys, "worker").exchange({ paris: account });
    const limits = createLiveLimits(redis, keys);
    const zero = { account: "paris", model: "*", maxInFlight: 0, submitsPerSecond: 1 };
    const generation = await enqueued(example);
    await limits.set({ ...zero, setAt: 1, setBy: "ada" });
    const [waiting] = await queue.views([generation]);
    expect(waiting).toMatchObject({ waiting: { reason: "paused" } });
    expect(waiting?.waiting?.advice).toContain("Remove the limit of 0");
    const lane = { account: "paris", lane: "wan2.1-vace-plus", notBefore: 0 };
    const kept = { ...queued(), request: generation.request, keptSlot: lane };
    expect(await queue.views([kept])).toMatchObject([{ waiting: { reason: "backoff" } }]);
    await limits.remove("paris", "*");
    expect(await queue.views([generation])).toMatchObject([{ waiting: { reason: "slot" } }]);
  });
});

describe("enqueue", () => {
  it("stores the request unchanged, with a job that only names it (G9)", async () => {
    const generation = await enqueued({ ...example, priority: 10, metadata: { film: "7" } });
    expect((await queue.store.get(generation.id))?.request).toEqual(example);
    const [job] = await jobsOf("submit-wan2.1-vace-plus");
    expect(job?.id).toBe(`submit-${generation.id}`);
    expect(job?.data).toEqual({ generationId: generation.id, model: "wan2.1-vace-plus" });
  });

  it("creates one generation and one job for many requests with one key", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => enqueued(example, "key")));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await jobsOf("submit-wan2.1-vace-plus")).toHaveLength(1);
  });

  it("recognizes the same request in another order of keys, and another request", async () => {
    const first = await enqueued(example, "key");
    const turned = Object.fromEntries(Object.entries(example).toReversed());
    expect((await enqueued(turned, "key")).id).toBe(first.id);
    expect(await queue.enqueue({ ...example, priority: 1 }, { idempotencyKey: "key" })).toEqual({
      kind: "conflict",
      id: first.id,
    });
  });

  it("queues the job that a crash prevented when the request is repeated (G5)", async () => {
    const first = await enqueued(example, "key");
    const [job] = await jobsOf("submit-wan2.1-vace-plus");
    await job?.remove();
    await enqueued(example, "key");
    expect((await jobsOf("submit-wan2.1-vace-plus")).map(({ id }) => id)).toEqual([
      `submit-${first.id}`,
    ]);
  });

  it("names every problem and stores nothing", async () => {
    const answer = await queue.enqueue(
      {
        ...example,
        input: { ...example.input, prompt: "" },
        priority: 11,
        webhook_url: "http://10.0.0.1/hook",
        color: "red",
      },
      {},
    );
    expect(answer.kind).toBe("invalid");
    const paths = answer.kind === "invalid" ? answer.problems.map(({ path }) => path) : [];
    expect(paths).toEqual(expect.arrayContaining(["input.prompt", "priority", "color"]));
    expect(await queue.store.list({ limit: 1 })).toEqual([]);
  });
});

describe("a preflight", () => {
  const problem = { path: "input.ref_images_url[0]", message: "cannot be fetched: 404" };
  const rules = { privateWebhookHosts: [], webhooksSigned: true };

  function queueWith(answers: (readonly Problem[])[]) {
    const asked: unknown[] = [];
    const preflight = (request: unknown) => {
      asked.push(request);
      return Promise.resolve(answers.shift() ?? []);
    };
    return { asked, queue: openProducerQueue(redis, prefix, rules, { preflight }) };
  }

  it("rejects before anything is stored, so the same key can be used again", async () => {
    const { asked, queue } = queueWith([[problem]]);
    const options = { idempotencyKey: "key" };
    expect(await queue.enqueue(example, options)).toEqual({ kind: "invalid", problems: [problem] });
    expect(await queue.store.list({ limit: 1 })).toEqual([]);
    expect(await queue.enqueue(example, options)).toMatchObject({ kind: "accepted" });
    expect(asked).toEqual([example, example]);
  });

  it("checks neither an invalid request nor one that was accepted before", async () => {
    const { asked, queue } = queueWith([[], [problem]]);
    const options = { idempotencyKey: "key" };
    expect(await queue.enqueue({ ...example, input: {} }, options)).toMatchObject({
      kind: "invalid",
    });
    expect(asked).toEqual([]);
    expect(await queue.enqueue(example, options)).toMatchObject({ kind: "accepted" });
    expect(await queue.enqueue(example, options)).toMatchObject({ kind: "repeated" });
    expect(asked).toHaveLength(1);
  });
});

describe("cancel", () => {
  it("cancels a waiting generation at once", async () => {
    const { id } = await enqueued(example);
    expect(await queue.cancel(id)).toMatchObject({ status: "canceled", cancel: "confirmed" });
    expect(await queue.cancel("gen_nobody")).toBeNull();
  });

  it("names in the history who asked for it, if that is known", async () => {
    const detailOf = async (by?: string) => {
      const { id } = await enqueued(example);
      await queue.cancel(id, by);
      return (await queue.store.events(id)).at(-1);
    };
    expect(await detailOf("ada")).toMatchObject({
      name: "cancel-confirmed",
      detail: { by: "ada" },
    });
    expect((await detailOf())?.detail).toEqual({});
  });

  it("pulls the poll job of a running task forward", async () => {
    const { id, request } = await enqueued(example);
    const lane = { account: "default", model: request.model };
    await queue.store.begin(id, {
      lane,
      baseUrl: BASE_URL,
      limits: { maxInFlight: 1, intervalMs: 0, raiseMs: 1, probeMs: 1 },
    });
    await queue.store.change(id, answered(ACCEPTED));
    expect(await queue.cancel(id)).toMatchObject({ status: "running", cancel: "requested" });
    const [job] = await jobsOf("poll");
    expect(job).toMatchObject({ id: `poll-${id}`, delay: 0 });
  });
});

async function running(): Promise<string> {
  const { id, request } = await enqueued(example);
  const lane = { account: "default", model: request.model };
  const limits = { maxInFlight: 9, intervalMs: 0, raiseMs: 1, probeMs: 1 };
  await queue.store.begin(id, { lane, baseUrl: BASE_URL, limits });
  await queue.store.change(id, answered({ ...ACCEPTED, taskId: `task-of-${id}` }));
  return id;
}

describe("repeating a step", () => {
  it("pollAgain and archiveAgain expedite a job only if there is one to run", async () => {
    const id = await running();
    expect(await queue.pollAgain(id)).toMatchObject({ kind: "expedited" });
    expect(await jobsOf("poll")).toMatchObject([{ id: `poll-${id}`, delay: 0 }]);
    expect(await queue.archiveAgain(id)).toMatchObject({ kind: "idle" });
    await queue.store.change(id, read({ ...SUCCEEDED, id: `task-of-${id}` }));
    expect(await queue.archiveAgain(id)).toMatchObject({ kind: "expedited" });
    expect(await jobsOf("archive")).toMatchObject([{ id: `archive-${id}` }]);
    expect(await queue.pollAgain(id)).toMatchObject({ kind: "idle" });
    expect(await queue.pollAgain("gen_nobody")).toEqual({ kind: "missing" });
  });

  it("hint polls the task if it is the current one", async () => {
    const id = await running();
    expect(await queue.hint("task-of-nobody")).toEqual({ kind: "missing" });
    expect(await jobsOf("poll")).toEqual([]);
    expect(await queue.hint(`task-of-${id}`)).toMatchObject({ kind: "expedited" });
    expect(await jobsOf("poll")).toMatchObject([{ id: `poll-${id}`, delay: 0 }]);
    expect(await queue.store.hinted(`task-of-${id}`)).toBe(true);
    await queue.store.change(id, read({ ...SUCCEEDED, id: `task-of-${id}` }));
    expect(await queue.hint(`task-of-${id}`)).toMatchObject({ kind: "idle" });
  });

  it("regenerate submits an ended generation's request as a new one, with its price (G10)", async () => {
    const { id } = await enqueued({ ...example, priority: 3, metadata: { film: "7" } });
    expect(await queue.regenerate(id)).toMatchObject({ kind: "open" });
    await queue.cancel(id);
    const first = await queue.regenerate(id, { idempotencyKey: "once" });
    expect(first).toMatchObject({
      kind: "accepted",
      generation: {
        status: "queued",
        regenerates: id,
        priority: 3,
        metadata: { film: "7" },
        attempts: 0,
        estimate: { amount: "3.50", currency: "CNY" },
      },
    });
    expect(await queue.regenerate(id, { idempotencyKey: "once" })).toMatchObject({
      kind: "repeated",
    });
    expect(await queue.enqueue(example, { idempotencyKey: "once" })).toMatchObject({
      kind: "conflict",
    });
    expect(await queue.store.list({ limit: 9 })).toHaveLength(2);
    expect(await queue.store.get(id)).toMatchObject({ status: "canceled" });
    expect(await queue.regenerate("gen_nobody")).toEqual({ kind: "missing" });
  });
});

it("does not regenerate a request for a model that was retired since", async () => {
  const record = queued({ id: "gen_retired", request: { model: "qwen-image", input: {} } });
  await queue.store.accept(record, null);
  await queue.cancel(record.id);
  expect(await queue.regenerate(record.id)).toEqual({
    kind: "invalid",
    problems: [{ path: "model", message: "was retired on 2026-10-10: use qwen-image-3.0" }],
  });
});

describe("a request that names an upload", () => {
  const id = "upl_01KAQ3XW8J5T6V9E2YB7N4M1RC";
  const upload = {
    id,
    bytes: 1,
    sha256: "ab",
    contentType: "image/png",
    extension: "png",
    createdAt: 0,
  };
  const input = {
    ...example.input,
    ref_images_url: [`upload://${id}`, ...example.input.ref_images_url.slice(1)],
  };
  const rules = { privateWebhookHosts: [], webhooksSigned: true };

  it("is accepted unchanged while the file exists, and rejected otherwise", async () => {
    const found = new Map([[id, upload]]);
    const use = async (id: string) => found.get(id) ?? null;
    const uploads = openProducerQueue(redis, prefix, rules, { uploads: { use } });
    const first = await uploads.enqueue({ ...example, input });
    if (first.kind !== "accepted") throw new Error(JSON.stringify(first));
    expect(first.generation.request.input).toEqual(input);
    await uploads.cancel(first.generation.id);

    found.clear();
    const problems = [
      {
        path: "input.ref_images_url[0]",
        message: expect.stringContaining("does not exist") as string,
      },
    ];
    expect(await uploads.enqueue({ ...example, input })).toEqual({ kind: "invalid", problems });
    expect(await uploads.regenerate(first.generation.id)).toEqual({ kind: "invalid", problems });
    expect(await queue.enqueue({ ...example, input })).toEqual({ kind: "invalid", problems });
  });
});
