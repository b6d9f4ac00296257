import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { SAMPLES } from "../../test/fixtures/generations.ts";
import {
  amountOf,
  costChange,
  costEntryOf,
  dayOf,
  daysOf,
  nanosOf,
  spentField,
  sumOf,
  tenantOfSpentField,
  tenantSpentField,
  totalsOf,
} from "./cost-totals.ts";
import type { Generation } from "../generation/generation.ts";

const PLACE = {
  day: "2026-11-22",
  account: "default",
  model: "wan2.1-vace-plus",
  tenant: "default",
};

/** A day's hash after these differences, as HINCRBY computes it. */
function hashAfter(...changes: readonly ReturnType<typeof costChange>[]): Record<string, string> {
  const sums = new Map<string, bigint>();
  for (const [field, by] of changes.flatMap(({ differences }) => differences))
    sums.set(field, (sums.get(field) ?? 0n) + by);
  return Object.fromEntries([...sums].map(([field, sum]) => [field, sum.toString()]));
}

describe("costChange", () => {
  it("holds, then settles, and counts a generation once", () => {
    const { queued, submitting, running, archiving, succeeded } = SAMPLES;
    const begun = costChange(queued, submitting);
    expect(totalsOf(begun.day, hashAfter(begun))).toEqual([
      { ...PLACE, state: "held", currency: "CNY", amount: "3.50", generations: 1 },
    ]);
    expect(costChange(submitting, running).differences).toEqual([]);
    const settled = costChange(running, archiving);
    expect(totalsOf(settled.day, hashAfter(begun, settled))).toEqual([
      { ...PLACE, state: "settled", currency: "CNY", amount: "3.50", generations: 1 },
    ]);
    const nothing = { day: PLACE.day, differences: [], tenantDifferences: [] };
    expect(costChange(archiving, succeeded)).toEqual(nothing);
    expect(hashAfter(begun, settled)).toMatchObject({
      '["spent","CNY"]': "3500000000",
      '["spent","CNY","default"]': "3500000000",
    });
  });

  it("releases what was not charged", () => {
    const hash = hashAfter(
      costChange(SAMPLES.queued, SAMPLES.running),
      costChange(SAMPLES.running, SAMPLES.failed),
    );
    expect(totalsOf(PLACE.day, hash)).toEqual([]);
    expect(new Set(Object.values(hash))).toEqual(new Set(["0"]));
  });

  it("counts generations with an unknown price without an amount", () => {
    const running = SAMPLES.running as Extract<Generation, { status: "running" }>;
    const unpriced = { ...running, attempt: { ...running.attempt, hold: null } };
    const hash = hashAfter(costChange(SAMPLES.queued, unpriced));
    expect(totalsOf(PLACE.day, hash)).toEqual([
      { ...PLACE, state: "held", currency: null, amount: null, generations: 1 },
    ]);
  });

  it("omits attempts without a hold, even when they settle", () => {
    const { hold: _, ...attempt } = (SAMPLES.running as Extract<Generation, { status: "running" }>)
      .attempt;
    const old = (generation: Generation) => ({ ...generation, attempt }) as Generation;
    expect(costEntryOf(old(SAMPLES.running))).toBeNull();
    expect(costChange(old(SAMPLES.running), old(SAMPLES.archiving)).differences).toEqual([]);
  });

  it("belongs to the day of the change if nothing costs anything", () => {
    expect(costChange(SAMPLES.queued, SAMPLES.canceled)).toEqual({
      day: PLACE.day,
      differences: [],
      tenantDifferences: [],
    });
  });
});

describe("amounts", () => {
  it("are exact and have at least two decimals", () => {
    expect(sumOf(["0.10", "0.20"])).toBe("0.30");
    expect(sumOf(["9.207", "0.0001"])).toBe("9.2071");
    expect(sumOf([])).toBe("0.00");
    expect(amountOf(-3_500_000_000n)).toBe("-3.50");
  });

  it("read back from Redis unchanged", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }), (nanos) => {
        expect(nanosOf(amountOf(nanos))).toBe(nanos);
      }),
    );
  });

  it("belong to a day in UTC", () => {
    expect(dayOf(Date.UTC(2026, 10, 22, 23, 59, 59, 999))).toBe("2026-11-22");
  });
});

it("keeps the totals of tenants apart, and those of the default one where they always were", () => {
  const ofTenant = (tenant: string) =>
    hashAfter(costChange(SAMPLES.queued, { ...SAMPLES.submitting, tenant }));
  const [own, films] = [ofTenant("default"), ofTenant("films")];
  expect(Object.keys(own)).toContain('["amount","default","wan2.1-vace-plus","held","CNY"]');
  expect(totalsOf(PLACE.day, { ...own, ...films }).map(({ tenant }) => tenant)).toEqual([
    "default",
    "films",
  ]);
});

it("names the days of a month, and whose sum a field is", () => {
  expect(daysOf("2026-11")).toHaveLength(31);
  expect(daysOf("2026-11").slice(8, 10)).toEqual(["2026-11-09", "2026-11-10"]);
  expect(tenantOfSpentField(tenantSpentField("CNY", "films"))).toEqual({
    tenant: "films",
    currency: "CNY",
  });
  for (const field of [spentField("CNY"), spentField("CNY", "default"), '["amount","a"]'])
    expect(tenantOfSpentField(field)).toBeNull();
});
