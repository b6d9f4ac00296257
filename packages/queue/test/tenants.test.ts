import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { createKeys } from "../src/store/keys.ts";
import type { Tenant } from "../src/tenants/tenant.ts";
import { NO_LIMITS } from "../src/tenants/tenant.ts";
import { createTenants } from "../src/tenants/tenants.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const films: Tenant = {
  id: "films",
  name: "Films",
  weight: 3,
  limits: { ...NO_LIMITS, maxInFlight: 2 },
  createdAt: 1_000,
  disabledAt: null,
};

function open() {
  const keys = createKeys(testRedis().prefix);
  return { keys, tenants: createTenants(redis, keys) };
}

it("creates a tenant once, and lists it", async () => {
  const { tenants } = open();
  expect(await tenants.list()).toEqual([]);
  expect(await tenants.get("films")).toBeNull();
  expect(await tenants.create(films)).toBe("created");
  expect(await tenants.create({ ...films, name: "Others" })).toBe("exists");
  const ads = { ...films, id: "ads" };
  await tenants.create(ads);
  expect(await tenants.list()).toEqual([ads, films]);
});

it("replaces all settings of a tenant that exists", async () => {
  const { keys, tenants } = open();
  const changed = { ...films, limits: NO_LIMITS, weight: 1 };
  expect(await tenants.replace(changed)).toBe(false);
  expect(await tenants.get("films")).toBeNull();
  await tenants.create(films);
  expect(await redis.hget(keys.tenant("films"), "maxInFlight")).toBe("2");
  expect(await tenants.replace(changed)).toBe(true);
  expect(await tenants.get("films")).toEqual(changed);
  expect(await redis.hget(keys.tenant("films"), "maxInFlight")).toBeNull();
});
