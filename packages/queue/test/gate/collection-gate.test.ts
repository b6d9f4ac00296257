import { testRedis, waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, beforeEach, expect, inject, it } from "vitest";

import type { CollectionGate } from "../../src/gate/collection-gate.ts";
import { createCollectionGate } from "../../src/gate/collection-gate.ts";
import { createKeys } from "../../src/store/keys.ts";
import { FAILURE } from "../fixtures/generations.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const full = { ...FAILURE, kind: "storage", code: "ENOSPC", message: "full" } as const;
const ann = { worker: "ann", account: null };

let gate: CollectionGate;
beforeEach(() => void (gate = createCollectionGate(redis, createKeys(testRedis().prefix))));

it("blocks from the first report of any worker until the last is withdrawn, and is announced once (G11)", async () => {
  expect(await gate.block(ann, full, 60_000)).toBe(true);
  const [first] = await gate.blocks();
  expect(first).toMatchObject({ account: null, kind: "storage", code: "ENOSPC", message: "full" });
  expect(await gate.block(ann, { ...full, message: "still full" }, 60_000)).toBe(false);
  expect(await gate.blocks()).toEqual([{ ...first, message: "still full" }]);
  await gate.block(ann, full, 60_000, 15_000);
  const [{ since, nextAt } = first!] = await gate.blocks();
  expect(nextAt).toBeGreaterThanOrEqual(since + 15_000);
  expect(await gate.unblock(ann)).toBe(true);
  expect(await gate.unblock(ann)).toBe(false);
  expect(await gate.blocks()).toEqual([]);
});

it("keeps what every worker says about every account", async () => {
  await gate.block(ann, full, 60_000);
  await gate.block({ worker: "bob", account: null }, full, 60_000);
  await gate.block({ ...ann, account: "main" }, { ...FAILURE, kind: "download" }, 60_000);
  await gate.unblock(ann);
  const accounts = (await gate.blocks()).map(({ account }) => account);
  expect(new Set(accounts)).toEqual(new Set(["main", null]));
});

it("forgets the report of a dead worker, even while another one still reports", async () => {
  await gate.block({ worker: "bob", account: "main" }, full, 60_000);
  await gate.block(ann, full, 30);
  await waitFor(async () => (await gate.blocks()).length === 1);
  expect(await gate.block(ann, full, 60_000)).toBe(true);
});
