import {
  createDeliveries,
  createKeys,
  createWebhookEndpoints,
  NO_DELIVERY,
} from "@dashqueue/queue/internal";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import { keepArchived } from "../fixtures/keep-archived.ts";
import { problemOf } from "../fixtures/problem.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";
import { ADMIN, adminOf } from "../fixtures/tenants.ts";

const webhook_url = "https://user:pass@hooks.example/s3cr3t?token=1";
const ATTEMPT = {
  at: Date.UTC(2026, 10, 22, 10),
  event: "running",
  status: 500,
  error: "the receiver answered 500",
  latencyMs: 2.6,
  nextAt: Date.UTC(2026, 10, 22, 11),
} as const;

const redis = new Redis(inject("redisUrl"), { maxRetriesPerRequest: null });
let producer: RunningProducer;
let admin: ReturnType<typeof adminOf>;
beforeAll(async () => {
  producer = await startProducer({ adminTokens: [ADMIN], tokens: ["one"] });
  admin = adminOf(producer);
});
afterAll(async () => {
  await producer[Symbol.asyncDispose]();
  await redis.quit();
});

const own = { authorization: "Bearer one", "content-type": "application/json" };
const deliveries = () =>
  createDeliveries({ redis, keys: createKeys(producer.prefix), now: Date.now });
const send = (path: string, headers: Record<string, string> = own) =>
  fetch(`${producer.url}/v1/generations/${path}`, { method: "POST", headers });

async function submit(extras: object = {}): Promise<string> {
  const answer = await producer.post({ ...EXAMPLE, webhook_url, ...extras }, own);
  expect(answer.status).toBe(202);
  return ((await answer.json()) as { id: string }).id;
}

/** A generation with an attempt about `running`, and one about its end. */
async function withAttempts(): Promise<string> {
  const id = await submit({ webhook_events: ["running", "succeeded"] });
  await advance(producer.store, id, "succeeded");
  const { record } = deliveries();
  await record(
    { id, revision: 2 },
    { ...NO_DELIVERY, attempts: 1, nextAt: ATTEMPT.nextAt },
    ATTEMPT,
  );
  const delivered = { ...NO_DELIVERY, state: "delivered", attempts: 1 } as const;
  const accepted = { ...ATTEMPT, event: "succeeded", status: 204, error: null, nextAt: null };
  await record({ id, revision: null }, delivered, accepted as never);
  return id;
}

describe("deliveries", () => {
  it("lists the attempts, and of the URL only its host (G7)", async () => {
    const id = await withAttempts();
    const answer = await (await producer.get(`/v1/generations/${id}/deliveries`, own)).text();
    expect(JSON.parse(answer)).toEqual({
      data: [
        {
          n: 1,
          at: "2026-11-22T10:00:00.000Z",
          event: "running",
          webhook_id: `msg_${id.slice(4)}_2`,
          host: "hooks.example",
          status: 500,
          error: "the receiver answered 500",
          latency_ms: 3,
          next_at: "2026-11-22T11:00:00.000Z",
        },
        expect.objectContaining({ n: 2, webhook_id: `msg_${id.slice(4)}`, status: 204 }) as object,
      ],
    });
    expect(answer).not.toMatch(/s3cr3t|token|pass/);
  });

  it("queues the message of an attempt once more", async () => {
    const id = await withAttempts();
    const answer = await send(`${id}/deliveries/1/redeliver`);
    expect(answer.status).toBe(202);
    expect(answer.headers.get("location")).toBe(`/v1/generations/${id}/deliveries`);
    expect(await answer.json()).toMatchObject({ n: 1, webhook_id: `msg_${id.slice(4)}_2` });
    const queue = new Queue("notify", { connection: redis, prefix: producer.prefix });
    const job = await queue.getJob(`repeat-${id}`);
    expect(job?.data).toMatchObject({ revision: 2, repeats: 1 });
    const busy = await problemOf(await send(`${id}/deliveries/2/redeliver`));
    expect(busy).toMatchObject({ status: 409 });
    expect(busy.detail).toContain("already being sent once more");
    await job?.remove();
    expect((await send(`${id}/deliveries/2/redeliver`)).status).toBe(202);
    expect((await queue.getJob(`repeat-${id}`))?.data).not.toHaveProperty("revision");
    await queue.close();
  });

  it.each(["3", "0", "x", "1.5"])("has no attempt %s", async (n) => {
    const id = await withAttempts();
    const problem = await problemOf(await send(`${id}/deliveries/${n}/redeliver`));
    expect(problem).toMatchObject({ status: 404 });
    expect(problem.detail).toContain("lists those that are");
  });

  it("says that a message is no longer kept, and which ones are", async () => {
    const id = await withAttempts();
    await redis.del(createKeys(producer.prefix).messages(id));
    const problem = await problemOf(await send(`${id}/deliveries/1/redeliver`));
    expect(problem).toMatchObject({ status: 409 });
    expect(problem.detail).toContain("once its end was delivered, only those that were given up");
  });

  it("are forgotten with the generation", async () => {
    const id = await withAttempts();
    await keepArchived(producer, id, "bytes");
    await producer.store.forget(id);
    const listed = await producer.get(`/v1/generations/${id}/deliveries`, own);
    expect(await listed.json()).toEqual({ data: [] });
    expect((await send(`${id}/deliveries/1/redeliver`)).status).toBe(404);
  });

  it("are those of the tenant alone", async () => {
    const id = await withAttempts();
    const foreign = await admin.create("films");
    const unknown = "gen_01JDA0000000000000000000ZZ";
    for (const each of [id, unknown]) {
      const listed = await producer.get(`/v1/generations/${each}/deliveries`, foreign);
      const detail = "There is no generation with this id.";
      expect(await problemOf(listed)).toMatchObject({ status: 404, detail });
      const again = await send(`${each}/deliveries/1/redeliver`, foreign);
      expect(await problemOf(again)).toMatchObject({ status: 404, detail });
    }
  });
});

it("lists the endpoints of the tenant that failed lately, with what to do", async () => {
  const endpoints = createWebhookEndpoints(redis, createKeys(producer.prefix));
  const failure = { error: "x", isProbe: false, retryAfterMs: null };
  const tenants = ["default", "default", "default", "default", "default", "games"];
  for (const [index, tenant] of tenants.entries()) {
    const failed = { kind: "failed", ...failure, generation: `gen_${index}` } as const;
    await endpoints.learn({ tenant, url: webhook_url }, failed, 0);
  }
  const listed = await (await producer.get("/v1/webhooks/endpoints", own)).json();
  expect(listed).toEqual({
    data: [
      {
        origin: "https://hooks.example",
        state: "paused",
        failures: 5,
        since: "1970-01-01T00:00:00.000Z",
        last_error: "x",
        last_failure_at: "1970-01-01T00:00:00.000Z",
        next_probe_at: "1970-01-01T00:00:30.000Z",
        advice: expect.stringContaining("Make it answer 2xx") as string,
        help: "/docs/webhooks",
      },
    ],
  });
});

describe("webhook secrets", () => {
  it("are shown once, listed by their beginning, and removed (G7)", async () => {
    await admin.create("ads");
    const expires_at = new Date(Date.now() + 60_000).toISOString();
    const added = await admin.send("POST", "/ads/webhook-secrets", { expires_at });
    const secret = String(added.body["secret"]);
    expect(added).toMatchObject({ status: 201, body: { prefix: secret.slice(0, 10), expires_at } });
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
    const second = await admin.send("POST", "/ads/webhook-secrets");
    const listed = await admin.send("GET", "/ads/webhook-secrets");
    expect(listed.body["data"]).toHaveLength(2);
    const shown = JSON.stringify(listed.body) + producer.log.join("\n");
    for (const { body } of [added, second])
      expect(shown).not.toContain(String(body["secret"]).slice(10));
    const path = `/ads/webhook-secrets/${String(added.body["id"])}`;
    expect((await admin.send("DELETE", path)).status).toBe(204);
    expect((await admin.send("DELETE", path)).status).toBe(404);
    expect((await admin.send("POST", "/nobody/webhook-secrets")).status).toBe(404);
    expect((await admin.send("GET", "/nobody/webhook-secrets")).status).toBe(404);
    expect((await admin.send("POST", "/ads/webhook-secrets", { expires_at: 1 })).status).toBe(400);
  });

  it("are few, and need a key that encrypts them", async () => {
    const endOf = async (add: () => Promise<{ status: number; body: object }>) => {
      let answer = await add();
      for (let count = 0; count < 5 && answer.status === 201; count += 1) answer = await add();
      return answer;
    };
    await admin.create("shop");
    expect(await endOf(() => admin.send("POST", "/shop/webhook-secrets"))).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("Delete one first") as string },
    });
    const refusal = async () => "no-key" as const;
    await using keyless = await startProducer({
      adminTokens: [ADMIN],
      webhookSecrets: { refusal, add: refusal, list: async () => [], remove: async () => false },
    });
    const refused = await adminOf(keyless).send("POST", "/default/webhook-secrets");
    expect(refused).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining("WEBHOOK_SECRETS_KEY") as string },
    });
  });

  it("let a tenant have webhooks without WEBHOOK_SECRET", async () => {
    await using unsigned = await startProducer({ adminTokens: [ADMIN], webhooksSigned: false });
    const tenant = await adminOf(unsigned).create("films");
    const submitted = async () =>
      (await unsigned.post({ ...EXAMPLE, webhook_url: "https://hooks.example" }, tenant)).status;
    expect(await submitted()).toBe(400);
    await adminOf(unsigned).send("POST", "/films/webhook-secrets");
    expect(await submitted()).toBe(202);
  });
});
