import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { createKeys } from "../src/store/keys.ts";
import type { Tenant } from "../src/tenants/tenant.ts";
import { NO_LIMITS } from "../src/tenants/tenant.ts";
import { createTenants } from "../src/tenants/tenants.ts";
import { openStore } from "./fixtures/open-store.ts";

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

it("changes the given settings of a tenant that exists, and no other", async () => {
  const { keys, tenants } = open();
  const change = { weight: 1, limits: { maxInFlight: null } };
  expect(await tenants.change("films", change)).toBeNull();
  expect(await tenants.get("films")).toBeNull();
  await tenants.create(films);
  expect(await redis.hget(keys.tenant("films"), "maxInFlight")).toBe("2");
  const changed = { ...films, limits: NO_LIMITS, weight: 1 };
  expect(await tenants.change("films", change)).toEqual(changed);
  expect(await tenants.change("films", {})).toEqual(changed);
  expect(await tenants.get("films")).toEqual(changed);
  expect(await redis.hget(keys.tenant("films"), "maxInFlight")).toBeNull();
});

it("keeps apart the lists of tenants, and gives everything so far to the default one", async () => {
  const { keys, store, fresh, begin } = await openStore(redis);
  const tenants = createTenants(redis, keys);
  const accept = async (tenant: string) => {
    const generation = { ...fresh(), tenant };
    expect(await store.accept(generation, null)).toEqual({ kind: "accepted" });
    return generation.id;
  };
  const idsOf = async (filter: Omit<Parameters<typeof store.list>[0], "limit">) =>
    (await store.list({ ...filter, limit: 9 })).map(({ id }) => id);
  const pageOf = (tenant: string) => store.page({ tenant, from: 0, to: 4e12, offset: 0, limit: 9 });

  const early = await accept("default");
  const begun = await accept("default");
  await begin(begun);
  expect(await idsOf({ tenant: "default" })).toEqual([begun, early]);
  await tenants.create(films);
  expect(await idsOf({ tenant: "default" })).toEqual([begun, early]);
  const { model } = (await store.get(begun))?.request ?? { model: "" };
  expect(await idsOf({ tenant: "default", model })).toEqual([begun, early]);

  const foreign = await accept("films");
  const late = await accept("default");
  await store.change(early, { kind: "cancel-requested" });
  expect(await idsOf({ tenant: "films" })).toEqual([foreign]);
  expect(await idsOf({ tenant: "default" })).toEqual([late, begun, early]);
  expect(await idsOf({ tenant: "default", status: "queued" })).toEqual([late]);
  expect(await idsOf({ tenant: "default", status: "canceled", model })).toEqual([early]);
  expect(await idsOf({})).toEqual([late, foreign, begun, early]);

  await store.change(foreign, { kind: "cancel-requested" });
  expect(await idsOf({ tenant: "films", status: ["canceled", "queued"] })).toEqual([foreign]);
  await store.forget(foreign);
  await store.forget(early);
  expect(await idsOf({ tenant: "films" })).toEqual([]);
  expect(await idsOf({ tenant: "default" })).toEqual([late, begun]);
  expect(await redis.keys(`${keys.prefix}:index:*films*`)).toEqual([]);
  expect(await pageOf("films")).toMatchObject({ total: 0 });
});

it("accepts nothing of a tenant that is disabled, or may submit nothing", async () => {
  const { keys, store, fresh } = await openStore(redis);
  const tenants = createTenants(redis, keys);
  const generation = { ...fresh(), tenant: "films" };
  const refused = (reason: string) => ({ kind: "refused", refusal: { reason } });
  await tenants.create({ ...films, disabledAt: 1 });
  expect(await store.accept(generation, null)).toEqual(refused("disabled"));
  await tenants.change(films.id, {
    disabledAt: null,
    limits: { ...NO_LIMITS, submitsPerMinute: 0 },
  });
  expect(await store.accept(generation, null)).toEqual({
    kind: "refused",
    refusal: { reason: "submits_per_minute", limit: 0, resetMs: 60_000 },
  });
  expect(await store.get(generation.id)).toBeNull();
});

it("counts the submissions of a tenant for a minute, and forgets them then", async () => {
  const { keys, store, fresh } = await openStore(redis);
  const limits = { ...NO_LIMITS, submitsPerMinute: 1 };
  await createTenants(redis, keys).create({ ...films, limits });
  const accept = () => store.accept({ ...fresh(), tenant: "films" }, null);
  expect(await accept()).toMatchObject({ kind: "accepted" });
  const leftMs = await redis.pttl(keys.submissions("films"));
  expect(leftMs).toBeGreaterThan(0);
  expect(leftMs).toBeLessThanOrEqual(60_000);
  const refusal = { reason: "submits_per_minute", limit: 1, resetMs: expect.any(Number) };
  expect(await accept()).toEqual({ kind: "refused", refusal });
  await redis.del(keys.submissions("films"));
  expect(await accept()).toMatchObject({ kind: "accepted" });
});
