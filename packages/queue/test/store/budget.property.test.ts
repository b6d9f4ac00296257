import type { Cost } from "@dashqueue/dashscope";
import { marketOf } from "@dashqueue/dashscope";
import { rememberServer, testRedis } from "@dashqueue/testing";
import fc from "fast-check";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import type { Budget } from "../../src/costs/budget.ts";
import { budgetVerdict } from "../../src/costs/budget.ts";
import { DAY_MS, dayOf, monthOf, sumOf } from "../../src/costs/cost-totals.ts";
import { holdOf } from "../../src/costs/hold.ts";
import type { Queued } from "../../src/generation/generation.ts";
import { DEFAULT_TENANT } from "../../src/generation/tenant-id.ts";
import { createGenerationStore } from "../../src/store/generation-store.ts";
import { createKeys } from "../../src/store/keys.ts";
import { DEFAULT_WEIGHT, hashOfTenant, NO_LIMITS } from "../../src/tenants/tenant.ts";
import type { Change } from "../../src/transitions/change.ts";
import { answered, BASE_URL, FAILURE, queued, START } from "../fixtures/generations.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const NO_LANE_LIMITS = { maxInFlight: 1_000, intervalMs: 0, raiseMs: 1, probeMs: 1 };
const TENANTS = [DEFAULT_TENANT, "films"] as const;
/** More than the longest story takes. */
const DAYS = Array.from({ length: 100 }, (_, index) => dayOf(START + index * DAY_MS));

/** Amounts close to the sums of a few requests, some off by the smallest unit that is counted. */
const limit: fc.Arbitrary<Cost | null> = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom(null, { amount: "0", currency: "USD" } as const) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.integer({ min: 0, max: 48 }), fc.constantFrom("", "0000001", "9999999"))
      .map(([quarters, rest]) => ({
        amount: `${(quarters / 4).toFixed(2)}${rest}`,
        currency: "CNY" as const,
      })),
  },
);
const budget: fc.Arbitrary<Budget> = fc.record({
  dailySpend: limit,
  monthlySpend: limit,
  allowUnboundedCost: fc.constantFrom(true, null),
});

/** 3.50, 0.20 to 0.80 CNY, and one whose price is not known. */
const request: fc.Arbitrary<Queued["request"]> = fc.oneof(
  fc.constant({ model: "wan2.1-vace-plus", input: { function: "image_reference", prompt: "a" } }),
  fc.integer({ min: 1, max: 4 }).map((n) => ({
    model: "wan2.5-t2i-preview",
    input: { prompt: "a" },
    parameters: { n },
  })),
  fc.constant({ model: "vidu/viduq3-pro-fast_img2video", input: { prompt: "a" } }),
);

/** What becomes of an attempt: it stays held, is at risk, or has cost nothing. */
const fate: fc.Arbitrary<Change | null> = fc.constantFrom(
  null,
  answered({ kind: "unknown", failure: FAILURE }),
  answered({ kind: "not-sent", failure: { ...FAILURE, charged: false } }),
);

const attempt = fc.record({
  request,
  fate,
  tenant: fc.constantFrom(...TENANTS),
  // The budget may be set, changed and taken away at any time.
  budget: fc.option(budget, { nil: undefined }),
  daysLater: fc.constantFrom(0, 0, 0, 1, 5),
});

it("Redis refuses an attempt exactly if the rule in TypeScript does, whenever the budget is set", async () => {
  const verdicts = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { minLength: 4, maxLength: 14 }), async (attempts) => {
      const keys = createKeys(testRedis().prefix);
      await rememberServer(redis, keys.prefix);
      let now = START;
      const store = createGenerationStore(redis, keys, () => now);
      const budgets = new Map<string, Budget>();
      /** What a tenant has spent, by the totals of the days. */
      const spentOn = async (tenant: string, days: readonly string[]) => {
        const totals = (await store.costs(days)).filter((total) => total.tenant === tenant);
        return { CNY: sumOf(totals.flatMap(({ amount }) => amount ?? [])) };
      };
      for (const [index, { request, fate, tenant, budget, daysLater }] of attempts.entries()) {
        now += daysLater * DAY_MS;
        if (budget !== undefined) {
          budgets.set(tenant, budget);
          await redis.del(keys.tenant(tenant));
          const limits = { ...NO_LIMITS, ...budget };
          const settings = { id: tenant, name: null, weight: DEFAULT_WEIGHT, disabledAt: null };
          await redis.hset(
            keys.tenant(tenant),
            hashOfTenant({ ...settings, limits, createdAt: START }),
          );
        }
        const id = `gen_${index}`;
        await store.accept(queued({ id, request, tenant }), null);
        const day = dayOf(now);
        const verdict = budgetVerdict(
          holdOf(request, marketOf({ baseUrl: BASE_URL })),
          budgets.get(tenant) ?? NO_LIMITS,
          {
            daily_spend: await spentOn(tenant, [day]),
            monthly_spend: await spentOn(
              tenant,
              DAYS.filter((other) => other <= day && monthOf(other) === monthOf(day)),
            ),
          },
        );
        verdicts.add(verdict.kind === "free" ? "free" : `${verdict.kind} ${verdict.limit.name}`);
        const begun = await store.begin(id, {
          lane: { account: "default", model: request.model },
          baseUrl: BASE_URL,
          limits: NO_LANE_LIMITS,
        });
        expect(begun).toMatchObject(verdict.kind === "free" ? { kind: "changed" } : verdict);
        if (begun.kind === "changed" && fate !== null) await store.change(id, fate);
      }
    }),
    { numRuns: 50 },
  );
  expect([...verdicts].toSorted()).toEqual([
    "beyond-budget daily_spend",
    "beyond-budget monthly_spend",
    "free",
    "over-budget daily_spend",
    "over-budget monthly_spend",
  ]);
});
