import type { CreateAnswer, Task } from "@dashqueue/dashscope";
import fc from "fast-check";
import { expect, it } from "vitest";

import {
  BEGIN,
  CANCELED,
  FAILED,
  FAILED_FOR_NOW,
  FAILURE,
  queued,
  read,
} from "../../test/fixtures/generations.ts";
import { advance } from "../transitions/advance.ts";
import type { Change } from "../transitions/change.ts";
import type { CostTotal } from "./cost-totals.ts";
import { costChange, costEntryOf, nanosOf, totalsOf } from "./cost-totals.ts";
import type { Generation } from "../generation/generation.ts";

/** What the provider does with a create request. */
type Truth = "succeeds" | "fails" | "fails for now" | "is canceled" | "makes nothing";
/** What we learn of it. */
type Fate = "answered" | "lost, then found" | "lost for good" | "task lost";

interface Attempt {
  readonly truth: Truth;
  readonly fate: Fate;
  readonly seconds: number;
}

const attempt: fc.Arbitrary<Attempt> = fc.record({
  truth: fc.constantFrom("succeeds", "fails", "fails for now", "is canceled", "makes nothing"),
  fate: fc.constantFrom("answered", "lost, then found", "lost for good", "task lost"),
  seconds: fc.integer({ min: 1, max: 5 }),
});

const HOUR_MS = 60 * 60 * 1000;
const PRICE_NANOS = 700_000_000n;

/** The changes of an attempt. */
function changesOf({ truth, fate, seconds }: Attempt, number: number): Change[] {
  const id = `task-${number}`;
  const lost: CreateAnswer = { kind: "unknown", failure: FAILURE };
  const answers: CreateAnswer =
    truth === "makes nothing"
      ? { kind: "rejected", failure: { ...FAILURE, charged: false, kind: "authentication" } }
      : { kind: "accepted", taskId: id, requestId: null };
  const answered = (answer: CreateAnswer): Change => {
    const begun = { begunAt: 0, account: "default", lane: "model", baseUrl: "" };
    return { kind: "create-answered", attempt: number, begun, answer };
  };
  const claim = { attempt: number, taskId: truth === "makes nothing" ? null : id };
  const found: Change[] = [
    { kind: "outcome-claimed", ...claim, by: "ann" },
    { kind: "claim-confirmed", ...claim, requestId: null },
  ];
  const expired = { ...FAILURE, kind: "expired" } as const;
  const seen: Change =
    fate === "task lost"
      ? { kind: "task-lost", failure: expired }
      : read(taskOf(truth, id, seconds));
  const begins: Record<Fate, Change[]> = {
    answered: [answered(answers)],
    "task lost": [answered(answers)],
    "lost, then found": [{ kind: "attempt-orphaned", attempt: number }, ...found],
    "lost for good": [answered(lost), { kind: "attempt-unresolved", attempt: number }],
  };
  return [BEGIN, ...begins[fate], seen, { kind: "files-archived", files: [] }];
}

function taskOf(truth: Truth, id: string, seconds: number): Task {
  switch (truth) {
    case "succeeds":
      return {
        status: "SUCCEEDED",
        id,
        files: [],
        // The provider writes numbers in different forms.
        usage: { video_duration: seconds % 2 === 0 ? String(seconds) : seconds },
        origPrompt: null,
        actualPrompt: null,
        endedAt: null,
      };
    case "fails":
      return { ...FAILED, id };
    case "fails for now":
      return { ...FAILED_FOR_NOW, id };
    case "is canceled":
    case "makes nothing":
      return { ...CANCELED, id };
  }
}

it("the totals agree with the provider's ledger when changes are repeated, lost or late", () => {
  const run = fc.record({
    attempts: fc.array(attempt, { minLength: 1, maxLength: 6 }),
    // Which changes a job repeats when it runs again, and after which others.
    repeats: fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 20 }),
  });
  fc.assert(
    fc.property(run, ({ attempts, repeats }) => {
      const changes = attempts.flatMap((each, index) => changesOf(each, index + 1));
      for (const [from, to] of repeats) {
        const repeated = changes[from];
        if (repeated !== undefined && repeated.kind !== "attempt-begun" && to > from)
          changes.splice(to, 0, repeated);
      }
      const { generation, hash } = play(changes);
      const totals = [...hash].flatMap(([day, fields]) => totalsOf(day, fields));
      const ledger = ledgerOf(attempts.slice(0, generation.attempts));
      expect(sum(totals, "held")).toBe(0n);
      expect(sum(totals, "settled")).toBeLessThanOrEqual(ledger);
      expect(sum(totals, "settled") + sum(totals, "at_risk")).toBeGreaterThanOrEqual(ledger);
      if (sum(totals, "at_risk") === 0n) expect(sum(totals, "settled")).toBe(ledger);
    }),
    { numRuns: 1_000 },
  );
});

/** An answer names the attempt as it began. */
function sentAt(begunAt: readonly number[], change: Change): Change {
  if (change.kind !== "create-answered") return change;
  return { ...change, begun: { ...change.begun, begunAt: begunAt[change.attempt] ?? 0 } };
}

/** Applies the changes, one per hour, and adds up their differences as Redis does. */
function play(changes: readonly Change[]) {
  let generation: Generation = queued();
  const hash = new Map<string, Record<string, string>>();
  const begunAt: number[] = [];
  for (const [step, change] of changes.entries()) {
    const now = step * HOUR_MS;
    const advanced = advance(generation, sentAt(begunAt, change), now);
    if (advanced.kind === "ignored") continue;
    if (change.kind === "attempt-begun") begunAt[advanced.generation.attempts] = now;
    const { day, differences } = costChange(generation, advanced.generation);
    for (const [field, difference] of differences) {
      const fields = hash.get(day) ?? {};
      const value = BigInt(fields[field] ?? 0) + difference;
      expect(value).toBeGreaterThanOrEqual(0n);
      hash.set(day, { ...fields, [field]: value.toString() });
    }
    generation = advanced.generation;
    const entry = costEntryOf(generation);
    const totals = [...hash].flatMap(([day, fields]) => totalsOf(day, fields));
    expect(totals.map(({ generations }) => generations)).toEqual(entry === null ? [] : [1]);
  }
  return { generation, hash };
}

function sum(totals: readonly CostTotal[], state: CostTotal["state"]): bigint {
  return totals
    .filter((total) => total.state === state)
    .reduce((nanos, { amount }) => nanos + nanosOf(amount ?? "0"), 0n);
}

/** What the provider charges for the attempts that began. */
function ledgerOf(attempts: readonly Attempt[]): bigint {
  const charged = attempts.filter(({ truth }) => truth === "succeeds");
  return charged.reduce((nanos, { seconds }) => nanos + BigInt(seconds) * PRICE_NANOS, 0n);
}
