import { expect, it } from "vitest";

import { queued } from "../../test/fixtures/generations.ts";
import { bucketOf } from "../durations/age-buckets.ts";
import { NO_LIMITS } from "../tenants/tenant.ts";
import type { LineState } from "./expect-wait.ts";
import { expectedWait, lineEta } from "./expect-wait.ts";
import type { QuoteWaitingFacts } from "./quote-waiting.ts";
import { quoteWaiting } from "./quote-waiting.ts";
import { quoteOf } from "./quote.ts";
import type { TenantStanding } from "./tenant-standing.ts";
import { refusalOf } from "./tenant-standing.ts";

const MODEL = queued().request.model;
const LINE: LineState = {
  position: 2,
  lanes: [
    { account: "main", maxInFlight: 2, inFlight: 2, isPaused: false },
    { account: "spare", maxInFlight: 9, inFlight: 0, isPaused: true },
  ],
  own: { weight: 1, waiting: 1, maxInFlight: null, inFlight: 0 },
  others: [],
  durations: new Map([["", new Map([[bucketOf(60_000), 9]])]]),
  kind: "",
};
const STANDING: TenantStanding = {
  isDisabled: false,
  limits: NO_LIMITS,
  queued: 3,
  submitted: 7,
  resetMs: 1_500,
};
const BUDGETED: QuoteWaitingFacts = {
  generation: queued(),
  hold: { amount: "3.50", currency: "CNY" },
  budget: NO_LIMITS,
  spent: { daily_spend: { CNY: "1.00" }, monthly_spend: { CNY: "1.00" } },
  pausedBy: null,
};
const limited = (limits: Partial<TenantStanding["limits"]>): TenantStanding => {
  return { ...STANDING, limits: { ...NO_LIMITS, ...limits } };
};

it.each<[Partial<LineState>, isKnown: boolean]>([
  [{}, true],
  [{ lanes: [] }, false],
  [{ lanes: LINE.lanes.filter(({ isPaused }) => isPaused) }, false],
  [{ durations: new Map() }, false],
  [{ own: { ...LINE.own, maxInFlight: 0 } }, false],
])("estimates when a turn comes if enough is known: %#", (given, isKnown) => {
  expect(expectedWait({ ...LINE, ...given }) !== null).toBe(isKnown);
});

it("counts the free slots of the lanes that admit the model, and those of the tenant", () => {
  const lanes = [{ account: "main", maxInFlight: 5, inFlight: 3, isPaused: false }];
  expect(expectedWait({ ...LINE, lanes })).toEqual({ p50: 0, p90: 0 });
  const full = { ...LINE.own, maxInFlight: 1, inFlight: 1 };
  expect(expectedWait({ ...LINE, lanes, own: full })?.p50).toBeGreaterThan(60);
  const blocked = { weight: 1, waiting: 50, maxInFlight: 0 };
  expect(expectedWait({ ...LINE, lanes, others: [blocked] })).toEqual({ p50: 0, p90: 0 });
});

it.each<[TenantStanding, object | null]>([
  [STANDING, null],
  [{ ...STANDING, isDisabled: true }, { reason: "disabled" }],
  [limited({ models: [MODEL], maxQueued: 4, submitsPerMinute: 8 }), null],
  [limited({ models: ["wan9"] }), { reason: "model", model: MODEL }],
  [limited({ maxQueued: 3 }), { reason: "max_queued", limit: 3 }],
  [limited({ submitsPerMinute: 7 }), { reason: "submits_per_minute", limit: 7, resetMs: 1_500 }],
])("refuses what the tenant may not submit: %#", (standing, refusal) => {
  expect(refusalOf(standing, MODEL)).toEqual(refusal);
});

it("counts all lines of a batch", () => {
  const standing = limited({ maxQueued: 5 });
  expect(refusalOf(standing, MODEL, 2)).toBeNull();
  expect(refusalOf(standing, MODEL, 3)).toEqual({ reason: "max_queued", limit: 5 });
});

it("says what a tenant may not, and when that ends; and no time while a queue is paused", () => {
  const facts = { generation: queued(), estimate: null, line: LINE };
  const standing = limited({ submitsPerMinute: 7 });
  const paused = quoteWaiting({ ...BUDGETED, pausedBy: "queue" });
  expect(quoteOf({ ...facts, standing, waiting: paused })).toMatchObject({
    waiting: { reason: "paused", message: null },
    estimate: null,
    refused: { reason: "submits_per_minute", limit: 7, resets_in_seconds: 2 },
    queue: { position: 2, eta_seconds: null },
  });
  const disabled = { ...STANDING, isDisabled: true };
  const open = quoteOf({ ...facts, standing: disabled, waiting: null });
  expect(open.refused).toEqual({ reason: "disabled", limit: null, resets_in_seconds: null });
  expect(open.queue.eta_seconds).not.toBeNull();
});

it("estimates when the last one that waits for a model gets its slot", () => {
  const { lanes, durations } = LINE;
  expect(lineEta(9, lanes, durations)).toEqual(expectedWait({ ...LINE, position: 9 }));
  expect(lineEta(9, [], durations)).toBeNull();
  expect(lineEta(9, lanes, new Map())).toBeNull();
});

it.each<[Partial<QuoteWaitingFacts>, object | null]>([
  [{}, null],
  [{ budget: budgetOf("4.50") }, null],
  [
    { budget: budgetOf("4.49") },
    { message: expect.stringMatching("leaves no room"), next_try: "2026-11-23T00:00:00.000Z" },
  ],
  [
    { budget: budgetOf("3.49") },
    { message: expect.stringMatching("the whole of"), next_try: null },
  ],
  [{ budget: budgetOf("3.49"), hold: { amount: "3.50", currency: "USD" } }, null],
  [
    { budget: budgetOf("99"), hold: { amount: null, currency: "CNY" } },
    { message: expect.stringMatching("nothing bounds"), next_try: null },
  ],
])("says whether a budget has room: %#", (given, waiting) => {
  const expected = waiting && expect.objectContaining({ reason: "tenant_limit", ...waiting });
  expect(quoteWaiting({ ...BUDGETED, ...given })).toEqual(expected);
});

function budgetOf(amount: string) {
  return { ...NO_LIMITS, dailySpend: { amount, currency: "CNY" } } as const;
}
