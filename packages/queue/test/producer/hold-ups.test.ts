import { readFileSync } from "node:fs";

import { rememberServer, testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { createAccountGate } from "../../src/gate/account-gate.ts";
import { createCollectionGate } from "../../src/gate/collection-gate.ts";
import { createWorkerReports } from "../../src/gate/worker-reports.ts";
import { openProducerQueue } from "../../src/producer/open-producer-queue.ts";
import { createKeys } from "../../src/store/keys.ts";
import { BASE_URL, FAILURE } from "../fixtures/generations.ts";

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
  await gate.closeUnchecked([laneOf("paris"), laneOf("rome")], unchecked);
  expect(await queue.view(made.generation)).toMatchObject({
    waiting: { reason: "account", message: "no money", also: [{ reason: "check" }] },
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
  await limitTo(1);
  expect(await waiting()).toMatchObject({ reason: "slot" });
  await redis.sadd(keys.tenantSlots("default"), "gen_other");
  const message = expect.stringContaining("max_in_flight of 1") as string;
  expect(await waiting()).toMatchObject({ reason: "tenant_limit", message, also: [] });
  await limitTo(0);
  expect(await waiting()).toMatchObject({ message: expect.stringContaining("lets nothing run") });
  await queue.close();
});
