import { readFileSync } from "node:fs";

import { findModel } from "@dashqueue/dashscope";
import { rememberServer, testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { createAccountGate } from "../../src/gate/account-gate.ts";
import { createCollectionGate } from "../../src/gate/collection-gate.ts";
import { createReplicas } from "../../src/gate/replicas.ts";
import { createWorkerReports } from "../../src/gate/worker-reports.ts";
import type { Generation } from "../../src/generation/generation.ts";
import { openQueues } from "../../src/jobs/queues.ts";
import { openProducerQueue } from "../../src/producer/open-producer-queue.ts";
import { readHoldUps } from "../../src/quote/hold-ups.ts";
import { createKeys } from "../../src/store/keys.ts";
import { BASE_URL, FAILURE, SAMPLES } from "../fixtures/generations.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const example = JSON.parse(
  readFileSync(new URL("../../../../examples/image-reference.json", import.meta.url), "utf8"),
) as { readonly model: string };
const account = { baseUrl: BASE_URL, limits: {}, feedAhead: 0, keyRefused: null };
const laneOf = (name: string) => ({ account: name, model: example.model });
const arrears = { ...FAILURE, kind: "arrears", message: "no money" } as const;
const unchecked = { ...FAILURE, kind: "unchecked", message: "not compared yet" } as const;

it("are all named on a generation that waits, the worst first", async () => {
  const { prefix } = testRedis();
  await rememberServer(redis, prefix);
  const keys = createKeys(prefix);
  const gate = createAccountGate(redis, keys);
  const queue = openProducerQueue(redis, prefix, { privateWebhookHosts: [], webhooksSigned: true });
  const made = await queue.enqueue(example);
  if (made.kind !== "accepted") throw new Error(JSON.stringify(made));
  const reasons = async () => {
    const { waiting } = await queue.view(made.generation);
    return [waiting?.reason, ...(waiting?.also ?? []).map(({ reason }) => reason)];
  };
  const reports = createWorkerReports(redis, keys, "worker");
  await reports.exchange({ paris: account, rome: account });
  await gate.pause("paris", arrears, 60_000, null);
  expect(await reasons()).toEqual(["slot"]);
  const until = 1_795_000_000_000;
  await gate.closeUnchecked([laneOf("paris"), laneOf("rome")], { ...unchecked, until });
  expect(await queue.view(made.generation)).toMatchObject({
    waiting: { reason: "account", message: "no money", also: [{ reason: "check" }] },
  });
  expect(await readHoldUps(redis, keys, findModel, example.model)).toContainEqual({
    kind: "unchecked",
    message: unchecked.message,
    since: null,
    nextTry: until,
  });

  const collection = createCollectionGate(redis, keys);
  const full = { ...FAILURE, kind: "storage", message: "full" } as const;
  await collection.block({ worker: "a", account: null }, full, 60_000);
  expect(await reasons()).toEqual(["account", "collection", "check"]);
  await gate.checked(laneOf("rome"), 1, null);
  expect(await reasons()).toEqual(["collection"]);

  await collection.unblock({ worker: "a", account: null });
  const keyRefused = { ...arrears, kind: "authentication", since: 1 } as const;
  await reports.exchange({ rome: { ...account, keyRefused } });
  expect(await reasons()).toEqual(["account"]);
  await queue.close();
});

it("name the limit of slots at which the tenant is", async () => {
  const { prefix } = testRedis();
  await rememberServer(redis, prefix);
  const keys = createKeys(prefix);
  const queue = openProducerQueue(redis, prefix, { privateWebhookHosts: [], webhooksSigned: true });
  const made = await queue.enqueue(example);
  if (made.kind !== "accepted") throw new Error(JSON.stringify(made));
  const limitTo = (limit: number) => redis.hset(keys.tenant("default"), { maxInFlight: limit });
  const waiting = async () => (await queue.view(made.generation)).waiting;
  await createWorkerReports(redis, keys, "worker").exchange({ paris: account });
  await limitTo(1);
  expect(await waiting()).toMatchObject({ reason: "slot" });
  await redis.sadd(keys.tenantSlots("default"), "gen_other");
  const message = expect.stringContaining("max_in_flight of 1") as string;
  expect(await waiting()).toMatchObject({ reason: "tenant_limit", message, also: [] });
  await limitTo(0);
  expect(await waiting()).toMatchObject({ message: expect.stringContaining("lets nothing run") });
  await queue.close();
});

it("say when the refused account or model is tried again", async () => {
  const { prefix } = testRedis();
  await rememberServer(redis, prefix);
  const keys = createKeys(prefix);
  const gate = createAccountGate(redis, keys);
  const queue = openProducerQueue(redis, prefix, { privateWebhookHosts: [], webhooksSigned: true });
  const made = await queue.enqueue(example);
  if (made.kind !== "accepted") throw new Error(JSON.stringify(made));
  const waiting = async () => (await queue.view(made.generation)).waiting;
  await createWorkerReports(redis, keys, "worker").exchange({ paris: account, rome: account });
  const denied = { ...FAILURE, kind: "model_denied", message: "not open" } as const;
  const coolDown = (name: string, failure: typeof denied | typeof FAILURE) =>
    gate.coolDown({ lane: laneOf(name), model: example.model }, "model", failure, 60_000);

  await gate.pause("paris", arrears, 30_000, null);
  await coolDown("rome", FAILURE);
  expect(await waiting()).toMatchObject({ reason: "slot", next_try: null });
  await coolDown("rome", denied);
  expect(await waiting()).toMatchObject({
    reason: "account",
    next_try: new Date(Number(await redis.hget(keys.account("paris"), "probeAt"))).toISOString(),
    also: [{ reason: "backoff", message: "not open" }],
  });
  await gate.resume({ lane: laneOf("paris"), model: example.model });
  expect(await waiting()).toMatchObject({ reason: "slot" });

  await coolDown("paris", denied);
  const model = keys.model({ account: "paris", model: example.model });
  // An operator has it tried at once, and an earlier version kept no message.
  await redis.hdel(model, "message");
  await redis.hset(model, "nextCreateAt", 0);
  const since = new Date(Number(await redis.hget(model, "kindSince"))).toISOString();
  expect(await waiting()).toMatchObject({
    reason: "backoff",
    message: "the provider refuses the model on this account",
    since,
    next_try: since,
  });
  await queue.close();
});

it("name a stage that no worker takes, and the paused queue of the next step", async () => {
  const { prefix } = testRedis();
  await rememberServer(redis, prefix);
  const keys = createKeys(prefix);
  const queue = openProducerQueue(redis, prefix, { privateWebhookHosts: [], webhooksSigned: true });
  const made = await queue.enqueue(example);
  if (made.kind !== "accepted") throw new Error(JSON.stringify(made));
  const reasons = async (generation: Generation) => {
    const [view] = await queue.views([generation]);
    const { waiting } = view!;
    return waiting && [waiting.reason, ...waiting.also.map(({ reason }) => reason)];
  };
  // The workers are remembered for a second.
  const shown = (generation: Generation) =>
    expect.poll(() => reasons(generation), { timeout: 30_000 });
  // Nobody has announced itself yet.
  await shown(made.generation).toEqual(["worker"]);
  const replicas = createReplicas(redis, keys);
  const report = {
    host: "oslo",
    pid: 1,
    version: "1",
    startedAt: 1,
    running: {},
    isDraining: false,
  };
  await replicas.announce("a", { ...report, stages: ["submit"] });
  await shown(made.generation).toEqual(["slot"]);
  await shown(SAMPLES.running).toEqual(["worker"]);
  await replicas.announce("b", { ...report, stages: ["poll", "archive"] });
  await shown(SAMPLES.running).toBeNull();
  const paused = openQueues(redis, prefix);
  await redis.hset(`${prefix}:poll:meta`, "paused", "1");
  await shown(SAMPLES.running).toEqual(["paused"]);
  await replicas.drain("a", { by: "ada", at: 1 });
  await replicas.drain("b", { by: "ada", at: 1 });
  await shown(made.generation).toEqual(["worker"]);
  await shown(SAMPLES.running).toEqual(["paused", "worker"]);
  await paused.resume("poll");
  await shown(SAMPLES.running).toEqual(["worker"]);
  await shown(SAMPLES.succeeded).toBeNull();
  // A worker of an earlier version does not announce itself, and has all stages.
  await createWorkerReports(redis, keys, "c").exchange({ paris: account });
  await createWorkerReports(redis, keys, "d").exchange({ paris: account });
  await shown(SAMPLES.running).toBeNull();
  await paused.close();
  await queue.close();
});
