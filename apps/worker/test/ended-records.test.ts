import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Archive } from "@dashqueue/archive";
import { openArchive } from "@dashqueue/archive";
import {
  createDeliveries,
  createGenerationStore,
  createKeys,
  dayOf,
  recordPlace,
} from "@dashqueue/queue/internal";
import { rememberServer, testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeEach, expect, inject, it } from "vitest";

import { createRecordArchiving } from "../src/upkeep/ended-records.ts";
import { GENERATIONS, START } from "./fixtures/generations.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const never = new AbortController().signal;
const logger = { error() {}, info() {} };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "dashqueue-records-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("archives a record again once its webhook was delivered", async () => {
  const keys = createKeys(testRedis().prefix);
  await rememberServer(redis, keys.prefix);
  const store = createGenerationStore(redis, keys, () => START);
  const { record } = createDeliveries({ redis, keys, now: () => START });
  const { id } = GENERATIONS.queued;
  const message = { id, revision: null };
  await store.accept({ ...GENERATIONS.queued, revision: 0, webhookUrl: "https://a.example" }, null);
  await store.change(id, { kind: "cancel-requested" });
  const archive = await openArchive({ kind: "folder", folder });
  const pass = createRecordArchiving({
    store,
    archive,
    retentionMs: null,
    now: () => START,
    logger,
  });
  const archived = async () => {
    await pass(never);
    const { webhook } = JSON.parse(await readFile(path.join(folder, recordPlace(id)), "utf8")) as {
      webhook: unknown;
    };
    return webhook;
  };
  const delivery = { attempts: 1, lastError: "answered 500", nextAt: START } as const;
  await record(message, { ...delivery, state: "pending" });
  expect(await archived()).toMatchObject({ state: "pending", attempts: 1 });
  await record(message, { ...delivery, state: "delivered", attempts: 2 });
  // What was read before the delivery does not take the record off the list.
  await store.archived(id, { ...delivery, state: "pending" });
  expect(await archived()).toMatchObject({ state: "delivered", attempts: 2 });
  expect(await store.unarchivedSince()).toBeNull();

  await store.forget(id);
  await record(message, { ...delivery, state: "failed" });
  expect(await store.get(id)).toBeNull();
});

it("archives what has ended, after a crash too, and only then forgets it", async () => {
  const keys = createKeys(testRedis().prefix);
  await rememberServer(redis, keys.prefix);
  let now = START;
  const store = createGenerationStore(redis, keys, () => now);
  const ids = ["gen_01JDA0000000000000000000AA", "gen_01JDA0000000000000000000BB"] as const;
  for (const id of ids) {
    await store.accept({ ...GENERATIONS.queued, id, revision: 0 }, null);
    await store.change(id, { kind: "cancel-requested" });
  }
  const archive = await openArchive({ kind: "folder", folder });
  const passOf = (of: Pick<Archive, "write" | "stat" | "list" | "remove">) =>
    createRecordArchiving({ store, archive: of, retentionMs: 1_000, now: () => now, logger })(
      never,
    );

  // A worker dies between the two writes of each record.
  const dying: Pick<Archive, "write" | "stat" | "list" | "remove"> = {
    ...archive,
    write: (key, ...rest) =>
      key.startsWith("days/") ? archive.write(key, ...rest) : Promise.reject(new Error("killed")),
  };
  now += 2_000;
  await passOf(dying);
  expect(await store.unarchivedSince()).toEqual({ count: 2, since: START });
  expect(await store.get(ids[0])).toMatchObject({ status: "canceled" });

  await passOf(archive);
  expect(await readdir(path.join(folder, "days", dayOf(START)))).toEqual(ids);
  for (const id of ids)
    expect(JSON.parse(await readFile(path.join(folder, recordPlace(id)), "utf8"))).toMatchObject({
      version: 1,
      id,
      status: "canceled",
      events: [{ name: "generation-accepted" }, { name: "cancel-confirmed" }],
    });
  expect(await redis.keys(`${keys.prefix}:*gen_01JDA*`)).toEqual([]);
  expect(await store.unarchivedSince()).toBeNull();
});
