import { randomBytes } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import type { Generation, JobData, WebhookEvent } from "@dashqueue/queue/internal";
import {
  createDeliveries,
  createGenerationStore,
  createKeys,
  createWebhookEndpoints,
  createWebhookSecrets,
  jobOf,
  messageJob,
  openProducerQueue,
  openQueues,
  WEBHOOK_SECRET_BYTES,
  webhookSecretText,
} from "@dashqueue/queue/internal";
import { createUntrustedFetch } from "@dashqueue/service";
import { rememberServer, testRedis, waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeEach, describe, expect, inject, it } from "vitest";

import { processorOf } from "../src/loop/run-stage.ts";
import { startStageWorker } from "../src/loop/stage-worker.ts";
import { createSignedDelivery } from "../src/notifying/signed-delivery.ts";
import type { NotifyJob } from "../src/stages/notify.ts";
import { notify } from "../src/stages/notify.ts";
import { relayMessages } from "../src/upkeep/relay-messages.ts";
import { GENERATIONS } from "./fixtures/generations.ts";

const redis = new Redis(inject("redisUrl"), { maxRetriesPerRequest: null });
afterAll(() => redis.quit());

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A caller's service, which answers with `status`. */
async function startReceiver() {
  const received: Received[] = [];
  const receiver = { status: 204, received, url: "", close: () => server.close() };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    received.push({ headers: request.headers, body: await text(request) });
    response.writeHead(receiver.status, { location: "/elsewhere" }).end("no secret of ours");
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/s3cr3t`;
  return receiver;
}

let receiver: Awaited<ReturnType<typeof startReceiver>>;
let world: Awaited<ReturnType<typeof openWorld>>;
beforeEach(async () => {
  receiver = await startReceiver();
  world = await openWorld();
});
afterEach(() => receiver.close());

const never = new AbortController().signal;
const DELAYS = { pollMs: () => 0, sendMs: 1, createMs: 1, reconcileMs: 1 };

/** The `notify` stage over a real Redis, with a clock that can be set. */
async function openWorld() {
  const { prefix } = testRedis();
  const keys = createKeys(prefix);
  await rememberServer(redis, prefix);
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const store = createGenerationStore(redis, keys, now);
  const deliveries = createDeliveries({ redis, keys, now });
  const endpoints = createWebhookEndpoints(redis, keys);
  const secrets = createWebhookSecrets(redis, keys, [randomBytes(32)], randomBytes);
  const reported: string[] = [];
  const ports = {
    deliver: createSignedDelivery(
      (tenant) => secrets.signing(tenant, now()),
      createUntrustedFetch(["127.0.0.1"]),
      now,
    ),
    deliveries,
    endpoints,
    reportEndpoint: (_to: unknown, { before, after }: Record<"before" | "after", unknown>) =>
      void reported.push(`${before === null ? "up" : "down"} → ${after === null ? "up" : "down"}`),
    reportSigning: () => {},
    now,
    random: () => 0,
  };
  const texts: string[] = [];
  let count = 0;
  const run = async (id: string, job: NotifyJob = {}) =>
    notify((await store.get(id))!, job, ports, never);
  return {
    prefix,
    store,
    deliveries,
    endpoints,
    ports,
    texts,
    later: (ms: number) => void (aheadMs += ms),
    async addSecret() {
      const secret = webhookSecretText(randomBytes(WEBHOOK_SECRET_BYTES));
      await secrets.add("films", secret, { createdAt: now(), expiresAt: null });
      texts.unshift(secret);
    },
    /** A generation that was canceled while it waited. */
    async canceled(webhookEvents?: WebhookEvent[]): Promise<string> {
      count += 1;
      const id = `gen_${String(count).padStart(3, "0")}`;
      const chosen = { webhookUrl: receiver.url, ...(webhookEvents && { webhookEvents }) };
      const fresh = { ...GENERATIONS.queued, ...chosen, id, revision: 0, tenant: "films" };
      await store.accept(fresh, null);
      await store.change(id, { kind: "cancel-requested" });
      return id;
    },
    run,
    webhookOf: async (id: string) => (await store.get(id))?.delivery,
  };
}

describe("webhooks", () => {
  it("carry a signature of each secret of the tenant while they are rotated", async () => {
    await world.addSecret();
    await world.addSecret();
    const id = await world.canceled();
    expect(await world.run(id)).toEqual({ kind: "done" });
    const [{ headers, body } = { headers: {}, body: "" }] = receiver.received;
    expect(String(headers["webhook-signature"]).split(" ")).toHaveLength(2);
    for (const secret of world.texts)
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toMatchObject({
        type: "generation.canceled",
        data: { id, tenant: "films" },
      });
  });

  it("are not sent again by a worker that died after it stored the answer", async () => {
    await world.addSecret();
    const id = await world.canceled();
    await world.run(id);
    expect(await world.run(id)).toEqual({ kind: "idle" });
    expect(receiver.received).toHaveLength(1);
  });

  it("are recorded attempt by attempt, without what the receiver wrote (G7)", async () => {
    await world.addSecret();
    const id = await world.canceled();
    receiver.status = 302;
    await world.run(id);
    receiver.status = 204;
    await world.run(id);
    const attempts = await world.deliveries.attempts(id);
    expect(attempts).toMatchObject([
      { n: 1, event: "canceled", status: 302, error: "the receiver answered 302" },
      { n: 2, event: "canceled", status: 204, error: null, nextAt: null },
    ]);
    expect(JSON.stringify(attempts)).not.toMatch(/secret|s3cr3t|elsewhere/);
    await world.run(id, { repeats: 2 });
    expect(await world.deliveries.attempts(id)).toMatchObject([{}, {}, { n: 3, status: 204 }]);
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });
});

/** A BullMQ worker for the queue `notify`. */
function startWorker() {
  const { prefix, store, ports } = world;
  const queues = openQueues(redis.duplicate(), prefix);
  const processor = processorOf<Generation>(
    {
      stage: "notify",
      accepts: (generation): generation is Generation => generation.status !== "queued",
      run: (generation, { data, signal }) => notify(generation, data, ports, signal),
    },
    {
      store,
      queues,
      delays: DELAYS,
      closing: never,
      now: ports.now,
      observe() {},
    },
  );
  const worker = startStageWorker({
    connection: redis.duplicate(),
    prefix,
    queue: "notify",
    processor,
    concurrency: 2,
    onError() {},
  });
  return {
    queues,
    async close() {
      await worker.close();
      await queues.close();
    },
  };
}

describe("an endpoint that is down", () => {
  it("is only probed, and gets everything that waits once it answers again", async () => {
    await world.addSecret();
    receiver.status = 500;
    const ids: string[] = [];
    for (let count = 0; count < 8; count += 1) ids.push(await world.canceled());
    for (const id of ids) await world.run(id);
    expect(receiver.received).toHaveLength(5);
    expect(await world.webhookOf(ids[7]!)).toMatchObject({ isPaused: true, attempts: 0 });
    expect(await world.endpoints.list("films")).toMatchObject([
      { origin: new URL(receiver.url).origin, failures: 5, lastError: "the receiver answered 500" },
    ]);

    // Of all that wait, one finds out that it is still down.
    world.later(31_000);
    for (const id of ids) expect(await world.run(id)).toMatchObject({ kind: "wait" });
    expect(receiver.received).toHaveLength(6);

    receiver.status = 204;
    world.later(61_000);
    for (const id of ids) expect(await world.run(id)).toEqual({ kind: "done" });
    expect(receiver.received).toHaveLength(14);
    for (const id of ids) expect(await world.webhookOf(id)).toMatchObject({ state: "delivered" });
    expect(await world.endpoints.list("films")).toEqual([]);
  });

  it("gets what a person sends again, and is resumed by it", async () => {
    await world.addSecret();
    receiver.status = 500;
    const [id, other] = [await world.canceled(), await world.canceled()];
    for (let count = 0; count < 5; count += 1) await world.run(count === 0 ? other : id);
    receiver.status = 204;
    expect(await world.run(id)).toMatchObject({ kind: "wait" });
    expect(await world.run(id, { repeats: 1 })).toEqual({ kind: "done" });
    expect(await world.endpoints.countPaused()).toBe(0);
    expect(await world.webhookOf(id)).toMatchObject({ state: "delivered", attempts: 5 });
  });

  it("gets once and at once what waits for it when a person sends all of it again", async () => {
    await world.addSecret();
    const { store, ports, prefix } = world;
    receiver.status = 500;
    const [one, other, id] = [
      await world.canceled(),
      await world.canceled(),
      await world.canceled(),
    ];
    for (let count = 0; count < 5; count += 1) await world.run(count === 0 ? other : one);
    const worker = startWorker();
    const job = jobOf((await store.get(id))!, DELAYS, ports.now())!;
    await worker.queues.ensure(job);
    await waitFor(async () => (await world.webhookOf(id))?.isPaused);
    receiver.status = 204;
    const queue = openProducerQueue(redis, prefix, {
      privateWebhookHosts: [],
      webhooksSigned: true,
    });
    await waitFor(async () => {
      await queue.sendWaiting(id, ports.now());
      return (await world.webhookOf(id))?.state === "delivered";
    });
    await waitFor(async () => !(await worker.queues.isLive(job)));
    expect(receiver.received).toHaveLength(6);
    expect(await world.endpoints.list("films")).toEqual([]);
    expect(await queue.sendWaiting(id, ports.now())).toMatchObject({ kind: "idle" });
    await Promise.all([worker.close(), queue.close()]);
  });
});

describe("messages about an open generation", () => {
  it("reach the receiver although the worker that wrote the record is gone", async () => {
    await world.addSecret();
    const { store, deliveries, ports } = world;
    const fresh = {
      ...GENERATIONS.queued,
      id: "gen_100",
      revision: 0,
      tenant: "films",
      webhookUrl: receiver.url,
      webhookEvents: ["running" as const],
    };
    await store.accept(fresh, null);
    const begun = { begunAt: ports.now(), account: "default", lane: "m", baseUrl: "http://a" };
    await store.change(fresh.id, { kind: "task-recovered", begun, taskId: "t", requestId: null });

    const worker = startWorker();
    await relayMessages({ deliveries, queues: worker.queues, logger: { error() {} } }, never);
    await waitFor(() => receiver.received.length > 0);
    const [{ headers, body } = { headers: {}, body: "" }] = receiver.received;
    expect(headers["webhook-id"]).toBe("msg_100_1");
    expect(JSON.parse(body)).toMatchObject({
      type: "generation.running",
      data: { id: "gen_100", status: "running", task: { id: "t" } },
    });
    const job = messageJob((await store.get(fresh.id))!);
    const data: JobData = job.data;
    expect(data).toMatchObject({ generationId: "gen_100", revision: 1 });
    await waitFor(async () => !(await worker.queues.isLive(job)));
    expect(await deliveries.messageAt(fresh.id, 1)).toMatchObject({
      delivery: { state: "delivered", attempts: 1 },
    });
    await worker.close();
  });
});
