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
  const earlier = { at: 1, actor: "ann", action: "key-created", target: "films", allowed: true };
  const entry = { ...earlier, changes: null };
  await redis.lpush(keys.audit, JSON.stringify(earlier));
  await redis.lpush(keys.audit, '{"of":"a newer version"}');
  const refused = { ...entry, at: 2, target: null, changes: "weight 1 → 2", allowed: false };
  await audit.record(refused);
  expect(await audit.list(0, 9)).toEqual([refused, entry]);
  expect(await audit.list(2, 1)).toEqual([entry]);
  await redis.rpush(keys.audit, ...Array.from({ length: 10_000 }, () => JSON.stringify(entry)));
  await audit.record({ ...entry, at: 3 });
  expect(await redis.llen(keys.audit)).toBe(10_000);
});

it("says so if it could not record", async () => {
  const keys = createKeys(testRedis().prefix);
  await redis.set(keys.audit, "not a list");
  const entry = {
    at: 1,
    actor: "ann",
    action: "login",
    target: null,
    changes: null,
    allowed: true,
  };
  await expect(createAuditLog(redis, keys).record(entry)).rejects.toThrow("WRONGTYPE");
});
