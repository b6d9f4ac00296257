import type { Cost } from "@dashqueue/dashscope";
import { describe, expect, it } from "vitest";

import {
  after,
  answered,
  BEGIN,
  FAILURE,
  queued,
  SAMPLES,
  START,
} from "../../test/fixtures/generations.ts";
import { chargeOf } from "./charge.ts";
import type { Generation } from "./generation.ts";

const HOLD: Cost = { amount: "3.50", currency: "CNY" };
const succeeded = SAMPLES.succeeded as Extract<Generation, { status: "succeeded" }>;
const failed = SAMPLES.failed as Extract<Generation, { status: "failed" }>;
const withUsage = (cost: Cost | null) => ({ ...succeeded, result: { ...succeeded.result, cost } });

describe("chargeOf", () => {
  it.each<readonly [name: string, generation: Generation, expected: object | null]>([
    ["queued", SAMPLES.queued, null],
    ["submitting", SAMPLES.submitting, { state: "held", cost: HOLD }],
    ["uncertain", SAMPLES.uncertain, { state: "at_risk", cost: HOLD }],
    ["running", SAMPLES.running, { state: "held", cost: HOLD }],
    ["archiving", SAMPLES.archiving, { state: "settled", cost: HOLD }],
    ["succeeded", succeeded, { state: "settled", cost: HOLD }],
    ["succeeded for less", withUsage({ ...HOLD, amount: "0.70" }), { cost: { amount: "0.70" } }],
    ["succeeded at an unknown cost", withUsage(null), { state: "at_risk", cost: HOLD }],
    ["failed without a charge", failed, null],
    [
      "failed and possibly charged",
      { ...failed, failure: FAILURE },
      { state: "at_risk", cost: HOLD },
    ],
    [
      "failed after it was charged",
      { ...failed, failure: { ...FAILURE, charged: true }, result: succeeded.result },
      { state: "settled", cost: HOLD },
    ],
    ["failed before any attempt", { ...failed, attempt: null, failure: FAILURE }, null],
    ["canceled", SAMPLES.canceled, null],
  ])("%s", (_, generation, expected) => {
    if (expected === null) expect(chargeOf(generation)).toBeNull();
    else expect(chargeOf(generation)).toMatchObject(expected);
  });

  it("has an unknown cost without a price, or for a record without a hold", () => {
    const unpriced = queued({ request: { model: "wan9-t2v", input: {} } });
    const { hold: _, ...attempt } = succeeded.attempt;
    const unknown = after(unpriced, BEGIN, answered({ kind: "unknown", failure: FAILURE }));
    expect(chargeOf(after(unpriced, BEGIN))).toEqual({ state: "held", cost: null });
    expect(chargeOf(unknown)).toEqual({ state: "at_risk", cost: null });
    const old = { ...withUsage(null), attempt, finishedAt: START };
    expect(chargeOf(old)).toEqual({ state: "at_risk", cost: null });
    expect(chargeOf({ ...SAMPLES.running, attempt } as Generation)).toEqual({
      state: "held",
      cost: null,
    });
    expect(chargeOf({ ...SAMPLES.uncertain, attempt } as Generation)).toEqual({
      state: "at_risk",
      cost: null,
    });
  });
});
