import { NEXT } from "@dashqueue/queue/internal";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { Flaw } from "./flaw.ts";
import { Violation } from "./invariants.ts";
import { interleave, perform } from "./run.ts";
import type { Circumstances } from "./world.ts";

/**
 * Two workers, up to two generations in one lane, and everything that may happen between any two steps of theirs: crashes at
 * every await, locks that run out under a worker that lives, clicks in the dashboard, cancels, people who settle, every answer
 * of the provider, heard or not. After each step all of `invariants.ts` is asked; at the end, everything heals and must have
 * come to an end, and the costs must be what the provider has charged.
 *
 * Real are the stages, the door, the loop of `run-stage.ts`, the repair pass, `reconciliation.ts`, the producer's queue, the store
 * and the reducers. Models are Redis (`redis-model.ts`, held against the real one in `test/redis-model.test.ts`), BullMQ
 * (`queues-model.ts`), the provider (`provider-model.ts`) and the disk (`archive-model.ts`).
 *
 * What is taken for granted: Redis keeps what it acknowledged and does each command at once; all clocks agree; a create makes
 * its task within 30 s after it left, or never; the list shows it 70 s later at the latest; what the provider says is true; no
 * other system uses the account; and where `workersHang` is false, a worker is dead before it is late. Turns of queries (G8),
 * webhooks, idempotency keys and forgetting are left out.
 *
 * A failure prints its seed and every move. Of the 2,000 stories, 500 have a fixed seed that covers every transition; the
 * others get a new seed in each run. To explore more, raise these numbers.
 */
const FIXED_STORIES = 500;
const NEW_STORIES = 1_500;
const SEED = 5;

const DAY: Circumstances = {
  prompts: ["a girl"],
  maxInFlight: 1,
  spendLimit: null,
  showsPrompts: true,
  workersHang: false,
  flaw: null,
};

const anyDay: fc.Arbitrary<Circumstances> = fc.record({
  // The last two are interchangeable: whichever of them has whichever task, two are paid for.
  prompts: fc.constantFrom(["a girl"], ["a girl", "a boy"], ["a girl", "a girl"]),
  maxInFlight: fc.constantFrom(1, 2),
  spendLimit: fc.constantFrom(null, null, "3.50"),
  showsPrompts: fc.boolean(),
  workersHang: fc.boolean(),
  flaw: fc.constant(null),
});
const choices = fc.array(fc.integer({ min: 0, max: 2 ** 20 - 1 }), {
  minLength: 30,
  maxLength: 300,
  size: "max",
});

describe("two workers that crash and race", () => {
  const everyPromiseIsKept = (seen: Set<string>) =>
    fc.asyncProperty(anyDay, choices, async (circumstances, chosen) => {
      const { world } = await interleave(circumstances, chosen);
      for (const move of world.invariants.moves) seen.add(move);
    });

  it("pay for a generation at most once, lose none, and keep every promise in every state", async () => {
    await fc.assert(everyPromiseIsKept(new Set()), { numRuns: NEW_STORIES });
  }, 300_000);

  it("go every way that a record may go, but those that need a Redis that has forgotten something, or a file", async () => {
    const seen = new Set<string>();
    // Chance may leave a rare way out; this seed does not.
    await fc.assert(everyPromiseIsKept(seen), { numRuns: FIXED_STORIES, seed: SEED });
    const all = Object.entries(NEXT).flatMap(([from, next]) => next.map((to) => `${from} → ${to}`));
    const elsewhere = new Set(["queued → running", "queued → failed"]);
    expect([...seen].sort()).toEqual(all.filter((move) => !elsewhere.has(move)).sort());
  }, 300_000);

  it("have nothing else to do on a good day than to succeed", async () => {
    const asked = "the caller asks for gen_1\nthe caller asks for gen_2";
    const { world } = await perform({ ...DAY, prompts: ["a girl", "a boy"] }, asked);
    expect(world.invariants.generations()).toMatchObject([
      { status: "succeeded", attempts: 1 },
      { status: "succeeded", attempts: 1 },
    ]);
    expect(world.provider.creates).toHaveLength(2);
  });
});

describe("the property finds the hole when", () => {
  const twins = { prompts: ["a girl", "a girl"], maxInFlight: 2 };
  it.each<[string, Flaw, RegExp, Partial<Circumstances>]>([
    ["a record is written without comparing its revision", "no-compare", /G4/, {}],
    ["a create leaves before the intent is written", "intent-not-written", /G2/, {}],
    [
      "a lost answer is taken for a proof that nothing was made",
      "unknown-is-not-sent",
      /G1|G3|paid|cost/,
      {},
    ],
    [
      "absence is believed at the first look into a list that lags",
      "one-look-proves",
      /G1|G3|paid|cost/,
      {},
    ],
    ["two generations may adopt the same task", "no-owners", /two generations/, twins],
    ["a lane lets in one too many", "one-slot-more", /G3/, { prompts: ["a girl", "a boy"] }],
    ["a file is said to be safe before it is", "stored-too-early", /G6/, {}],
    [
      "nobody asks for the day's limit",
      "limit-not-asked",
      /limit/,
      { ...twins, spendLimit: "3.50" },
    ],
    ["money is counted by a write that comes too late", "costs-not-compared", /costs of/, {}],
    ["nobody gives a record its lost job back", "no-repair", /G5/, {}],
  ])(
    "%s",
    async (_, flaw, promise, given) => {
      const circumstances = { ...DAY, ...given, flaw };
      const property = fc.asyncProperty(
        choices,
        async (chosen) => void (await interleave(circumstances, chosen)),
      );
      const found = await fc.check(property, { numRuns: 10_000, seed: SEED, endOnFailure: true });
      expect(found.failed).toBe(true);
      expect(found.errorInstance).toBeInstanceOf(Violation);
      expect(String(found.errorInstance)).toMatch(promise);
    },
    300_000,
  );
});

describe("a worker that hangs between two steps, and then goes on,", () => {
  const hanging = { ...DAY, workersHang: true };
  const submits = `
    the caller asks for gen_1
    producer of gen_1: writes generation
    producer of gen_1: looks for submit
    producer of gen_1: adds submit
    ann takes submit
    ann: reads generation
    ann: reads generation
    ann: writes generation
    ann: looks for poll`;
  const looks = `
    somebody clicks promote on poll
    ann takes poll
    ann: reads generation
    ann: asks for the list
    ann: lists index:status:submitting
    ann: lists index:status:uncertain
    ann: reads generation`;

  it("sends no create that others have ceased to wait for (G1, G2)", async () => {
    const { world } = await perform(
      hanging,
      `${submits}
      # It has its slot, and is cut off from Redis while it makes sure of the watchdog.
      41 s pass
      bob repairs
      bob: reads the slots
      bob: compares the slot of gen_1
      bob: lists index:status:queued
      bob: lists index:status:submitting
      bob: reads generation
      bob: asks whether poll
      bob: looks for poll
      bob: adds poll
      bob takes poll
      bob: reads generation
      bob: reads generation
      bob: writes generation
      # Uncertain: others look for what the create made. Only now does it leave.
      ann: adds poll`,
    );
    expect(world.open()).toEqual([]);
  });

  it("proves nothing by what it saw long ago (G1)", async () => {
    const { world } = await perform(
      hanging,
      `${submits}
      ann: adds poll
      the create for gen_1 makes a task
      ann: hears of its create for gen_1, the connection breaks
      ann: reads generation
      ann: writes generation
      ann: looks for poll
      ann: ends submit
      # Too early to look at all.
      somebody clicks promote on poll
      ann takes poll
      ann: reads generation
      ann: delays poll
      61 s pass
      # Two looks in the same second, into a list that lags behind.
      ${looks}
      ann: reads generation
      ann: writes generation
      ann: delays poll
      ${looks}
      61 s pass
      ann: reads generation
      ann:`,
    );
    expect(world.open()).toEqual([]);
  });
});

describe("a provider whose tasks do not show their prompts", () => {
  it("leads nobody to another's video", async () => {
    const lose = (id: string, task: string) => `
      ann takes submit-${id}
      ann: reads generation
      ann: reads generation
      ann: writes generation
      ann: looks for poll
      ann: adds poll
      the create for ${id} makes a task
      ann: hears of its create for ${id}, the connection breaks
      ann: reads generation
      ann: writes generation
      ann: looks for poll
      ann: ends submit
      ${task} is RUNNING
      ${task} is SUCCEEDED
      the list shows ${task}`;
    const ask = (id: string) => `
      the caller asks for ${id}
      producer of ${id}: writes generation
      producer of ${id}: looks for submit
      producer of ${id}: adds submit`;
    const two = { ...DAY, prompts: ["a girl", "a boy"], maxInFlight: 2, showsPrompts: false };
    const { world } = await perform(
      two,
      `${ask("gen_1")} ${lose("gen_1", "task-1")}
      5 s pass
      ${ask("gen_2")} ${lose("gen_2", "task-2")}
      # Two tasks for two requests: the numbers fit, and say nothing of which is whose.
      somebody clicks promote on poll-gen_2`,
    );
    expect(world.open()).toEqual([]);
  });
});
