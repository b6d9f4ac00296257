import { randomBytes } from "node:crypto";

import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, describe, expect, inject, it } from "vitest";

import { tombstoneOf } from "../src/generation/deletion/tombstone.ts";
import { NO_DELIVERY } from "../src/generation/webhook/delivery.ts";
import { createKeys } from "../src/store/keys.ts";
import { createDeliveries, MOST_ATTEMPTS_KEPT } from "../src/webhooks/deliveries.ts";
import { FAILURES_BEFORE_PAUSE } from "../src/webhooks/endpoint.ts";
import { createWebhookEndpoints } from "../src/webhooks/endpoints.ts";
import { webhookSecretText } from "../src/webhooks/webhook-secret.ts";
import { createWebhookSecrets, MAX_WEBHOOK_SECRETS } from "../src/webhooks/webhook-secrets.ts";
import { ACCEPTED, answered, START } from "./fixtures/generations.ts";
import { openStore } from "./fixtures/open-store.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const CHOSEN = {
  webhookUrl: "https://caller.example/hook",
  webhookEvents: ["running", "canceled"] as const,
};
const ATTEMPT = {
  at: START,
  event: "running",
  status: 500,
  error: "the receiver answered 500",
  latencyMs: 3,
  nextAt: null,
} as const;

/** A generation whose task was just created. */
async function running() {
  const opened = await openStore(redis);
  const { store, keys } = opened;
  const { id } = opened.fresh();
  await store.accept({ ...opened.fresh(), ...CHOSEN, id }, null);
  const begun = await opened.begin(id);
  const { attempt } = (begun as { generation: { attempt: object } }).generation;
  const answer = answered(ACCEPTED);
  await store.change(id, { ...answer, begun: attempt } as typeof answer);
  return { ...opened, id, deliveries: createDeliveries({ redis, keys, now: Date.now }) };
}

describe("messages about an open generation", () => {
  it("are kept by the write that enters a chosen status, as the record was then", async () => {
    const { store, deliveries, id } = await running();
    expect(await deliveries.pending(10)).toEqual([{ id, revision: 2 }]);
    await store.change(id, { kind: "cancel-requested" });
    expect(await store.get(id)).toMatchObject({ revision: 3, cancel: "requested" });
    expect(await deliveries.messageAt(id, 2)).toMatchObject({ status: "running", cancel: null });
    await deliveries.queued({ id, revision: 2 });
    expect(await deliveries.pending(10)).toEqual([]);
  });

  it("are not kept for other statuses, nor for the end", async () => {
    const { store, deliveries, id } = await running();
    await store.change(id, { kind: "cancel-requested" });
    await store.change(id, { kind: "cancel-answered", confirmed: true });
    expect(await store.get(id)).toMatchObject({ status: "canceled" });
    expect(await deliveries.pending(10)).toEqual([{ id, revision: 2 }]);
  });

  it("show their results, and are forgotten with the generation", async () => {
    const { store, deliveries, keys, id } = await running();
    const delivered = { ...NO_DELIVERY, state: "delivered", attempts: 1 } as const;
    await deliveries.record({ id, revision: 2 }, delivered, ATTEMPT);
    expect(await deliveries.messageAt(id, 2)).toMatchObject({ delivery: delivered });
    expect(await store.get(id)).not.toHaveProperty("delivery");
    await store.change(id, { kind: "cancel-requested" });
    await store.change(id, { kind: "cancel-answered", confirmed: true });
    await store.forget(id);
    expect(await redis.keys(`${keys.prefix}:*${id}*`)).toEqual([]);
    await deliveries.record({ id, revision: 2 }, delivered, ATTEMPT);
    expect(await redis.keys(`${keys.prefix}:*${id}*`)).toEqual([]);
  });

  it("are kept for a while after they were delivered, and as long as they are not", async () => {
    const { deliveries, keys, id } = await running();
    const json = (await redis.hget(keys.messages(id), "2"))!;
    for (let revision = 3; revision < 30; revision += 1)
      await redis.hset(keys.messages(id), `${revision}`, json);
    const waits = { ...NO_DELIVERY, attempts: 1 };
    await deliveries.record({ id, revision: 2 }, waits);
    for (let revision = 3; revision < 30; revision += 1)
      await deliveries.record({ id, revision }, { ...waits, state: "delivered" });
    expect(await deliveries.messageAt(id, 2)).toMatchObject({ delivery: waits });
    const kept = (await redis.hkeys(keys.messages(id))).filter((field) => !field.includes(":"));
    expect(kept.map(Number).sort((one, other) => one - other)).toEqual([
      2, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
    ]);
  });

  it.each([2, null])(
    "stay delivered when an attempt fails later (revision %s)",
    async (revision) => {
      const { store, deliveries, id } = await running();
      const delivered = { ...NO_DELIVERY, state: "delivered", attempts: 1 } as const;
      await deliveries.record({ id, revision }, delivered, ATTEMPT);
      await deliveries.record({ id, revision }, { ...NO_DELIVERY, attempts: 2 }, ATTEMPT);
      await deliveries.record({ id, revision }, null, ATTEMPT);
      const about = revision === null ? store.get(id) : deliveries.messageAt(id, revision);
      expect(await about).toMatchObject({ delivery: delivered });
      expect(await deliveries.attempts(id)).toHaveLength(3);
    },
  );

  it("go once they were delivered and the record is packed", async () => {
    const { store, deliveries, keys, id } = await running();
    const delivered = { ...NO_DELIVERY, state: "delivered", attempts: 1 } as const;
    const json = (await redis.hget(keys.messages(id), "2"))!;
    await redis.hset(keys.messages(id), "3", json, "4", json);
    await deliveries.record({ id, revision: 2 }, delivered, ATTEMPT);
    await deliveries.record({ id, revision: 3 }, { ...delivered, state: "failed" }, ATTEMPT);
    await store.change(id, { kind: "cancel-requested" });
    await store.change(id, { kind: "cancel-answered", confirmed: true });
    await deliveries.record({ id, revision: null }, delivered, ATTEMPT);
    await store.archived(id, delivered);
    const kept = async () => (await redis.hkeys(keys.messages(id))).sort();
    expect(await kept()).toEqual(["3", "3:delivery", "4"]);
    await deliveries.record({ id, revision: 4 }, delivered, ATTEMPT);
    expect(await kept()).toEqual(["3", "3:delivery"]);
  });

  it("wait behind the others when they are postponed", async () => {
    const { deliveries, keys, id } = await running();
    await deliveries.postpone({ id, revision: 2 });
    await deliveries.postpone({ id, revision: 7 });
    expect(await deliveries.pending(10)).toEqual([]);
    const later = createDeliveries({ redis, keys, now: () => Date.now() + 60_000 });
    expect(await later.pending(10)).toEqual([{ id, revision: 2 }]);
  });
});

describe("messages about the end that were not delivered", () => {
  const failed = { ...NO_DELIVERY, state: "failed", attempts: 12 } as const;
  /** A generation that was canceled, with what its queue finds. */
  async function canceled() {
    const opened = await running();
    const { store, id } = opened;
    await store.change(id, { kind: "cancel-requested" });
    await store.change(id, { kind: "cancel-answered", confirmed: true });
    const found = async (webhook: "failed" | "pending") =>
      (await store.find({ webhook, limit: 10 })).generations.map((each) => each.id);
    return { ...opened, found };
  }

  it("are found by what became of them, until they were delivered", async () => {
    const { store, deliveries, id, found } = await canceled();
    expect([await found("pending"), await found("failed")]).toEqual([[], []]);
    await deliveries.record({ id, revision: null }, { ...NO_DELIVERY, attempts: 1 }, ATTEMPT);
    expect([await found("pending"), await found("failed")]).toEqual([[id], []]);
    await deliveries.record({ id, revision: null }, failed, ATTEMPT);
    expect([await found("pending"), await found("failed")]).toEqual([[], [id]]);
    await store.archived(id, failed);
    expect(await found("failed")).toEqual([id]);
    expect(await store.count({ webhook: "failed", acceptedSince: 0 })).toBe(1);
    expect(await store.count({ webhook: "failed", acceptedSince: START })).toBe(0);
    await deliveries.record({ id, revision: null }, { ...failed, state: "delivered" }, ATTEMPT);
    expect([await found("pending"), await found("failed")]).toEqual([[], []]);
  });

  it("are not those about an open generation", async () => {
    const { deliveries, id, found } = await canceled();
    await deliveries.record({ id, revision: 2 }, failed, ATTEMPT);
    expect(await found("failed")).toEqual([]);
  });

  it.each(["forgotten", "deleted"])("are not found any more once it is %s", async (how) => {
    const { store, deliveries, id, found } = await canceled();
    await deliveries.record({ id, revision: null }, failed, ATTEMPT);
    const ended = (await store.get(id))!;
    const tombstone = tombstoneOf(ended, START)!;
    await (how === "forgotten" ? store.forget(id) : store.putTombstone(ended, tombstone));
    expect([await found("failed"), await store.count({ webhook: "failed" })]).toEqual([[], 0]);
  });
});

describe("attempts", () => {
  it("are numbered, and the latest ones are kept", async () => {
    const { deliveries, id } = await running();
    for (let n = 1; n <= MOST_ATTEMPTS_KEPT + 3; n += 1)
      await deliveries.record({ id, revision: null }, { ...NO_DELIVERY, attempts: n }, ATTEMPT);
    const kept = await deliveries.attempts(id);
    expect(kept.map(({ n }) => n)).toEqual(
      Array.from({ length: MOST_ATTEMPTS_KEPT }, (_, index) => index + 4),
    );
    expect(kept[0]).toEqual({ ...ATTEMPT, n: 4, revision: null });
  });

  it("say when the next one of each message is due now, and nothing once one has followed", async () => {
    const { deliveries, id } = await running();
    const times = async () => (await deliveries.attempts(id)).map(({ nextAt }) => nextAt);
    const waits = { ...NO_DELIVERY, attempts: 1, nextAt: START + 8_000 };
    const failed = { ...ATTEMPT, nextAt: waits.nextAt as never };
    await deliveries.record({ id, revision: 2 }, waits, failed);
    await deliveries.record({ id, revision: null }, waits, failed);
    expect(await times()).toEqual([waits.nextAt, waits.nextAt]);
    // The endpoint is paused meanwhile.
    const paused = { ...waits, nextAt: START + 30_000, isPaused: true };
    await deliveries.record({ id, revision: null }, paused);
    expect(await times()).toEqual([waits.nextAt, paused.nextAt]);
    await deliveries.record({ id, revision: 2 }, { ...waits, attempts: 2 }, failed);
    await deliveries.record({ id, revision: null }, { ...waits, state: "delivered", nextAt: null });
    expect(await times()).toEqual([null, null, waits.nextAt]);
  });
});

describe("endpoints", () => {
  const open = () => createWebhookEndpoints(redis, createKeys(testRedis().prefix));
  const failed = {
    kind: "failed",
    generation: "gen_01",
    error: "the receiver answered 500",
    isProbe: false,
    retryAfterMs: null,
  } as const;
  const to = { tenant: "films", url: "https://hooks.example/s3cr3t" };
  const sibling = { ...to, url: "https://hooks.example/other" };
  const now = START;
  const until = now + 30_000;

  it("are paused for all messages of a tenant after failures in a row, and then probed", async () => {
    const endpoints = open();
    await Promise.all(
      Array.from({ length: FAILURES_BEFORE_PAUSE }, (_, index) =>
        endpoints.learn(to, { ...failed, generation: `gen_${index}` }, now),
      ),
    );
    expect(await endpoints.enter(sibling, now)).toEqual({ kind: "paused", until });
    expect(await endpoints.enter({ ...to, tenant: "ads" }, now)).toEqual({ kind: "open" });
    expect(await endpoints.countPaused()).toBe(1);
    const entries = await Promise.all(
      [to, sibling, to].map((each) => endpoints.enter(each, until)),
    );
    expect(entries.map(({ kind }) => kind).sort()).toEqual(["paused", "paused", "probe"]);
    expect(await endpoints.list("films")).toMatchObject([
      { origin: "https://hooks.example", failures: FAILURES_BEFORE_PAUSE },
    ]);
    expect(await endpoints.list("ads")).toEqual([]);
  });

  it("are forgotten once they answer", async () => {
    const endpoints = open();
    for (let failures = 0; failures < FAILURES_BEFORE_PAUSE; failures += 1)
      await endpoints.learn(to, { ...failed, generation: `gen_${failures}` }, now);
    const { before, after } = await endpoints.learn(sibling, { kind: "accepted" }, now);
    expect([before?.pausedUntil, after]).toEqual([until, null]);
    expect(await endpoints.enter(to, now)).toEqual({ kind: "open" });
    expect(await endpoints.list("films")).toEqual([]);
    expect(await endpoints.countPaused()).toBe(0);
  });

  it("are open once a person resumes them, unless they have failed since", async () => {
    const endpoints = open();
    for (let failures = 0; failures < FAILURES_BEFORE_PAUSE; failures += 1)
      await endpoints.learn(to, { ...failed, generation: `gen_${failures}` }, now);
    await endpoints.resume(to, now - 1);
    expect(await endpoints.enter(to, now)).toEqual({ kind: "paused", until });
    await endpoints.resume(sibling, now);
    expect(await endpoints.enter(to, now)).toEqual({ kind: "open" });
    expect(await endpoints.countPaused()).toBe(0);
    expect(await endpoints.list("films")).toHaveLength(1);
    await endpoints.learn(to, failed, now + 1);
    expect(await endpoints.countPaused()).toBe(1);
  });

  it("get nothing at a URL that answered 410, until it accepts a message again", async () => {
    const endpoints = open();
    await endpoints.learn(to, { kind: "gone" }, now);
    expect(await endpoints.enter(to, now)).toEqual({ kind: "gone" });
    expect(await endpoints.enter(sibling, now)).toEqual({ kind: "open" });
    await endpoints.learn(sibling, { kind: "accepted" }, now);
    await endpoints.learn(to, { kind: "rejected" }, now);
    expect(await endpoints.enter(to, now)).toEqual({ kind: "gone" });
    await endpoints.learn(to, { kind: "accepted" }, now);
    expect(await endpoints.enter(to, now)).toEqual({ kind: "open" });
  });
});

describe("webhook secrets", () => {
  const [first, second] = [randomBytes(32), randomBytes(32)];
  const newText = () => webhookSecretText(randomBytes(32));
  const times = { createdAt: START, expiresAt: null };

  it("sign together until one expires or is removed, the newest first", async () => {
    const keys = createKeys(testRedis().prefix);
    const secrets = createWebhookSecrets(redis, keys, [first], randomBytes);
    const [old, fresh] = [newText(), newText()];
    await secrets.add("films", old, { createdAt: START, expiresAt: START + 10 });
    const added = await secrets.add("films", fresh, { ...times, createdAt: START + 1 });
    expect(await secrets.signing("films", START + 9)).toEqual([fresh, old]);
    expect(await secrets.signing("films", START + 10)).toEqual([fresh]);
    expect(await secrets.signing("ads", START)).toEqual([]);
    const listed = await secrets.list("films");
    expect(listed).toMatchObject([added, { expiresAt: START + 10 }]);
    expect(JSON.stringify(listed)).not.toContain("sealed");
    expect(await secrets.remove("films", listed[0]!.id)).toBe(true);
    expect(await secrets.remove("films", listed[0]!.id)).toBe(false);
    expect(await secrets.signing("films", START)).toEqual([old]);
  });

  it("leave no other secret to sign once all have expired", async () => {
    const keys = createKeys(testRedis().prefix);
    const secrets = createWebhookSecrets(redis, keys, [first], randomBytes);
    const added = await secrets.add("films", newText(), { ...times, expiresAt: START + 10 });
    await expect(secrets.signing("films", START + 10)).rejects.toThrow("has expired: add one");
    await secrets.remove("films", (added as { id: string }).id);
    expect(await secrets.signing("films", START + 10)).toEqual([]);
  });

  it("are in Redis encrypted only, and cannot be moved to another tenant (G7)", async () => {
    const keys = createKeys(testRedis().prefix);
    const secrets = createWebhookSecrets(redis, keys, [first], randomBytes);
    const text = newText();
    await secrets.add("films", text, times);
    const stored = await redis.hgetall(keys.webhookSecrets("films"));
    expect(JSON.stringify(stored)).not.toContain(text.slice(10));
    await redis.hset(keys.webhookSecrets("ads"), stored);
    await expect(secrets.signing("ads", START)).rejects.toThrow("cannot be read");
  });

  it("survive a new key in front of the old one, and are few", async () => {
    const keys = createKeys(testRedis().prefix);
    const text = newText();
    await createWebhookSecrets(redis, keys, [first], randomBytes).add("films", text, times);
    const rotated = createWebhookSecrets(redis, keys, [second, first], randomBytes);
    expect(await rotated.signing("films", START)).toEqual([text]);
    for (let count = 1; count < MAX_WEBHOOK_SECRETS; count += 1)
      await rotated.add("films", newText(), times);
    expect(await rotated.add("films", newText(), times)).toBe("full");
    const without = createWebhookSecrets(redis, keys, [], randomBytes);
    expect(await without.add("ads", newText(), times)).toBe("no-key");
  });
});
