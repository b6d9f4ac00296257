import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { createAuditLog } from "../src/audit/audit-log.ts";
import { createKeys } from "../src/store/keys.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

it("lists who changed what, the newest first, and forgets what is very old", async () => {
  const keys = createKeys(testRedis().prefix);
  const audit = createAuditLog(redis, keys);
  const entry = { at: 1, actor: "ann", action: "tenant-disabled", target: "films", allowed: true };
  await audit.record(entry);
  await redis.lpush(keys.audit, '{"of":"a newer version"}');
  await audit.record({ ...entry, at: 2, target: null, allowed: false });
  expect(await audit.list(0, 9)).toEqual([
    { ...entry, at: 2, target: null, allowed: false },
    entry,
  ]);
  expect(await audit.list(2, 1)).toEqual([entry]);
  await redis.rpush(keys.audit, ...Array.from({ length: 10_000 }, () => JSON.stringify(entry)));
  await audit.record({ ...entry, at: 3 });
  expect(await redis.llen(keys.audit)).toBe(10_000);
});

it("says so if it could not record", async () => {
  const keys = createKeys(testRedis().prefix);
  await redis.set(keys.audit, "not a list");
  const entry = { at: 1, actor: "ann", action: "login", target: null, allowed: true };
  await expect(createAuditLog(redis, keys).record(entry)).rejects.toThrow("WRONGTYPE");
});
