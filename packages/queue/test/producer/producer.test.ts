import { readFileSync } from "node:fs";

import { rememberServer, testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeEach, describe, expect, inject, it } from "vitest";

import type { Producer, Submission } from "../../src/index.ts";
import { connectProducer } from "../../src/index.ts";
import type { GenerationStore } from "../../src/store/generation-store.ts";
import { createGenerationStore } from "../../src/store/generation-store.ts";
import type { Keys } from "../../src/store/keys.ts";
import { createKeys } from "../../src/store/keys.ts";
import { NO_DELIVERY } from "../../src/generation/webhook/delivery.ts";
import { createDeliveries } from "../../src/webhooks/deliveries.ts";
import { ACCEPTED, answered, BASE_URL } from "../fixtures/generations.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const example = JSON.parse(
  readFileSync(new URL("../../../../examples/image-reference.json", import.meta.url), "utf8"),
) as Submission;
const MODEL = "wan2.1-vace-plus";

let keys: Keys;
let store: GenerationStore;
let producer: Producer;
beforeEach(async () => {
  const { url, prefix } = testRedis();
  await rememberServer(redis, prefix);
  keys = createKeys(prefix);
  store = createGenerationStore(redis, keys, Date.now);
  producer = await connectProducer({ redisUrl: url, prefix, webhooksSigned: true });
});
afterEach(() => producer.close());

async function enqueued(submission = example, idempotencyKey?: string): Promise<string> {
  const answer = await producer.enqueue(submission, { idempotencyKey });
  if (answer.kind !== "accepted" && answer.kind !== "repeated")
    throw new Error(JSON.stringify(answer));
  return answer.generation.id;
}

async function running(): Promise<string> {
  const id = await enqueued();
  const lane = { account: "default", model: MODEL };
  const limits = { maxInFlight: 9, intervalMs: 0, raiseMs: 1, probeMs: 1 };
  await store.begin(id, { lane, baseUrl: BASE_URL, limits });
  await store.change(id, answered({ ...ACCEPTED, taskId: `task-of-${id}` }));
  return id;
}

describe("connectProducer", () => {
  it("lets another service enqueue, once per idempotency key", async () => {
    const id = await enqueued(example, "order-1");
    expect(await enqueued(example, "order-1")).toBe(id);
    const other = { ...example, priority: 1 };
    expect(await producer.enqueue(other, { idempotencyKey: "order-1" })).toEqual({
      kind: "conflict",
      id,
    });
    expect(await store.get(id)).toMatchObject({ status: "queued", request: example });
  });

  it("continues the caller's trace, and ignores one that is invalid", async () => {
    const { url, prefix } = testRedis();
    await rememberServer(redis, prefix);
    const trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const own = trace.replace("4bf9", "0001");
    let current = trace;
    const options = { redisUrl: url, prefix, traceparent: () => current };
    const traced = await connectProducer(options);
    const records = createGenerationStore(redis, createKeys(prefix), Date.now);
    const traceOf = async (traceparent?: string) => {
      const answer = await traced.enqueue(
        example,
        traceparent === undefined ? {} : { traceparent },
      );
      if (answer.kind !== "accepted") throw new Error(JSON.stringify(answer));
      return (await records.get(answer.generation.id))?.traceparent;
    };
    expect([await traceOf(), await traceOf(own)]).toEqual([trace, own]);
    current = "nonsense";
    expect(await traceOf()).toBeUndefined();
    await traced.close();
  });

  it("lists the attempts to deliver its webhook messages, and sends one again", async () => {
    const id = await enqueued({ ...example, webhook_url: "https://hooks.example/a?token=secret" });
    const attempt = { at: 0, revision: null, event: "failed", status: 500 } as const;
    const failed = { ...attempt, error: "HTTP 500", latencyMs: 1.4, nextAt: null };
    const given = { ...NO_DELIVERY, state: "failed", attempts: 1 } as const;
    const deliveries = createDeliveries({ redis, keys, now: Date.now });
    await deliveries.record({ id, revision: null }, given, failed);
    const view = { n: 1, host: "hooks.example", status: 500, error: "HTTP 500", latency_ms: 1 };
    expect(await producer.deliveries(id)).toMatchObject([{ ...view, next_at: null }]);
    expect(await producer.redeliver(id, 1)).toMatchObject({ kind: "queued", attempt: view });
    expect(await producer.redeliver(id, 1)).toEqual({ kind: "under-way" });
    expect(await producer.redeliver(id, 2)).toEqual({ kind: "unknown-attempt" });
    expect(await producer.redeliver("gen_unknown", 1)).toEqual({ kind: "missing" });
    expect(await producer.deliveries("gen_unknown")).toBeNull();
  });

  it("names every problem of a submission", async () => {
    const wrong = { ...example, priority: 11, webhook_url: "http://10.0.0.1/" };
    const answer = await producer.enqueue(wrong);
    expect(answer.kind === "invalid" && answer.problems.map(({ path }) => path)).toEqual([
      "priority",
    ]);
    const { webhook_url } = wrong;
    expect(await producer.enqueue({ ...example, webhook_url })).toMatchObject({
      kind: "invalid",
      problems: [{ path: "webhook_url" }],
    });
  });

  it("refuses a webhook when the workers cannot sign it", async () => {
    const { url, prefix } = testRedis();
    await rememberServer(redis, prefix);
    const unsigned = await connectProducer({ redisUrl: url, prefix });
    const webhook_url = "https://shop.example/hook";
    expect(await unsigned.enqueue({ ...example, webhook_url })).toMatchObject({ kind: "invalid" });
    await unsigned.close();
  });

  it("rejects when Redis does not answer", async () => {
    await expect(connectProducer({ redisUrl: "redis://127.0.0.1:1" })).rejects.toThrow(
      "Redis does not answer",
    );
  });
});

describe("a connected producer", () => {
  it("reads generations as the HTTP API shows them", async () => {
    const [first, second] = [await enqueued(), await running()];
    expect(await producer.get(first)).toMatchObject({ id: first, status: "queued", model: MODEL });
    expect(await producer.get("gen_unknown")).toBeNull();
    const ids = async (filter?: Parameters<Producer["list"]>[0]) =>
      (await producer.list(filter)).map(({ id }) => id);
    expect(await ids()).toEqual([second, first]);
    expect(await ids({ status: "running", model: MODEL })).toEqual([second]);
    expect(await ids({ limit: 1 })).toEqual([second]);
    expect(await ids({ after: second })).toEqual([first]);
  });

  it("reads a generation's history", async () => {
    const events = await producer.events(await running());
    expect(events.map(({ name }) => name)).toEqual([
      "generation-accepted",
      "attempt-begun",
      "task-created",
    ]);
    const [first] = await producer.list();
    expect(await producer.events(first!.id, events[1]?.id)).toMatchObject([
      { name: "task-created" },
    ]);
  });

  it("cancels, and submits an ended generation again", async () => {
    const id = await enqueued();
    expect(await producer.regenerate(id)).toMatchObject({ kind: "open", generation: { id } });
    expect(await producer.cancel(id)).toMatchObject({
      id,
      status: "canceled",
      cancel: "confirmed",
    });
    expect(await producer.regenerate(id)).toMatchObject({
      kind: "accepted",
      generation: { status: "queued", regenerates: id },
    });
    expect(await producer.cancel("gen_unknown")).toBeNull();
    expect(await producer.regenerate("gen_unknown")).toEqual({ kind: "missing" });
  });

  it("pulls the next job of a generation forward", async () => {
    const id = await running();
    expect(await producer.pollAgain(id)).toMatchObject({ kind: "expedited", generation: { id } });
    expect(await producer.archiveAgain(id)).toMatchObject({ kind: "idle" });
    expect(await producer.archiveAgain("gen_unknown")).toEqual({ kind: "missing" });
    expect(await producer.resolve(id, { created: false }, "ann")).toMatchObject({
      kind: "ignored",
      generation: { id, status: "running", model: MODEL },
    });
  });
});
