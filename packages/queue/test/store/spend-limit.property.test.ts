import { marketOf } from "@dashqueue/dashscope";
import { rememberServer, testRedis } from "@dashqueue/testing";
import fc from "fast-check";
import { Redis } from "ioredis";
import { afterAll, expect, inject, it } from "vitest";

import { dayOf } from "../../src/costs/cost-totals.ts";
import { holdOf } from "../../src/costs/hold.ts";
import type { Amounts, SpendLimits } from "../../src/costs/spend-limit.ts";
import { spendVerdict } from "../../src/costs/spend-limit.ts";
import type { Change } from "../../src/transitions/change.ts";
import type { Queued } from "../../src/generation/generation.ts";
import { createGenerationStore } from "../../src/store/generation-store.ts";
import { createKeys } from "../../src/store/keys.ts";
import { answered, BASE_URL, FAILURE, queued, START } from "../fixtures/generations.ts";

const redis = new Redis(inject("redisUrl"));
afterAll(() => redis.quit());

const ACCOUNTS = ["default", "paris"] as const;
const NO_LANE_LIMITS = { maxInFlight: 1_000, intervalMs: 0, raiseMs: 1, probeMs: 1 };

/** Amounts close to the sums of a few requests, some off by the smallest unit that is counted. */
const amounts: fc.Arbitrary<Amounts> = fc
  .tuple(fc.integer({ min: 0, max: 48 }), fc.constantFrom("", "0000001", "9999999"))
  .map(([quarters, rest]) => ({ CNY: `${(quarters / 4).toFixed(2)}${rest}` }));

const limits: fc.Arbitrary<SpendLimits> = fc.record({
  allowUnboundedCost: fc.boolean(),
  overall: fc.oneof(fc.constant({}), amounts, fc.constant({ USD: "0" })),
  accounts: fc.oneof(
    fc.constant({}),
    amounts.map((paris) => ({ paris })),
    fc.record({ default: amounts, paris: amounts }),
  ),
});

/** 3.50, 0.20 to 0.80 and 0.14 CNY, and one whose price is not known. */
const request: fc.Arbitrary<Queued["request"]> = fc.oneof(
  fc.constant({ model: "wan2.1-vace-plus", input: { function: "image_reference", prompt: "a" } }),
  fc.integer({ min: 1, max: 4 }).map((n) => ({
    model: "wan2.5-t2i-preview",
    input: { prompt: "a" },
    parameters: { n },
  })),
  fc.constant({ model: "wanx2.1-imageedit", input: { prompt: "a" } }),
  fc.constant({ model: "vidu/viduq3-pro-fast_img2video", input: { prompt: "a" } }),
);

/** What becomes of an attempt: it stays held, is at risk, or has cost nothing. */
const fate: fc.Arbitrary<Change | null> = fc.constantFrom(
  null,
  answered({ kind: "unknown", failure: FAILURE }),
  answered({ kind: "not-sent", failure: { ...FAILURE, charged: false } }),
);

const attempt = fc.record({ request, limits, fate, account: fc.constantFrom(...ACCOUNTS) });

it("Redis refuses an attempt exactly if the rule in TypeScript does", async () => {
  const verdicts = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { minLength: 4, maxLength: 12 }), async (attempts) => {
      const { prefix } = testRedis();
      await rememberServer(redis, prefix);
      const store = createGenerationStore(redis, createKeys(prefix), () => START);
      for (const [index, { request, limits, fate, account }] of attempts.entries()) {
        const id = `gen_${index}`;
        await store.accept(queued({ id, request }), null);
        const today = await store.costs([dayOf(START)]);
        const verdict = spendVerdict(
          holdOf(request, marketOf({ baseUrl: BASE_URL })),
          account,
          limits,
          today,
        );
        verdicts.add(verdict);
        const begun = await store.begin(id, {
          lane: { account, model: request.model },
          baseUrl: BASE_URL,
          limits: NO_LANE_LIMITS,
          spendLimits: limits,
        });
        expect({ verdict, kind: begun.kind }).toEqual({
          verdict,
          kind: verdict === "free" ? "changed" : "over-limit",
        });
        if (begun.kind === "changed" && fate !== null) await store.change(id, fate);
      }
    }),
    { numRuns: 60 },
  );
  expect([...verdicts].toSorted()).toEqual(["always", "free", "today"]);
});
