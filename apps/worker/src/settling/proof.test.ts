import type { KnownTask, Uncertain } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import type { Look } from "./proof.ts";
import { proofOf, witnessesOf } from "./proof.ts";

const WAITS = { sendMs: 5_000, createMs: 40_000, reconcileMs: 60_000 };
const HOUR_MS = 3_600_000;
const known = (taskId: string, afterMs: number): KnownTask => {
  return { taskId, begunAt: START + afterMs };
};

function uncertain(attempt: Partial<Uncertain["attempt"]> = {}): Uncertain {
  return {
    ...GENERATIONS.uncertain,
    attempt: { ...GENERATIONS.uncertain.attempt, begunAt: START, providerAheadMs: 0, ...attempt },
  };
}

const LOOK: Look = {
  seen: new Map([["later", START + 162_000]]),
  witnesses: [known("later", 161_000)],
  clockAheadMs: 0,
};

describe("a list without the task proves", () => {
  it("absence, if it shows a later task of ours", () => {
    expect(proofOf(uncertain(), LOOK, WAITS)).toEqual({ kind: "absence", afterMs: 60_000 });
  });

  it.each<[string, Partial<Look>]>([
    ["it shows none of our tasks", { seen: new Map(), witnesses: [] }],
    [
      "it shows earlier ones only",
      { seen: new Map([["earlier", null]]), witnesses: [known("earlier", -HOUR_MS)] },
    ],
    [
      "it shows one that is as old",
      { seen: new Map([["a", null]]), witnesses: [known("a", 159_000)] },
    ],
  ])("absence only after much longer, if %s", (_, look) => {
    const proof = proofOf(uncertain(), { ...LOOK, ...look }, WAITS);
    expect(proof).toEqual({ kind: "absence", afterMs: 600_000 });
  });

  it("absence after the time that the attempt's own worker wrote", () => {
    const deadlines = { sendBy: START, answerBy: START + 90_000, listedBy: START + 300_000 };
    expect(proofOf(uncertain({ deadlines }), LOOK, WAITS)).toEqual({
      kind: "absence",
      afterMs: 3_000_000,
    });
  });

  it.each<[string, Partial<Uncertain["attempt"]>, Partial<Look>, string]>([
    ["a task of ours is missing", {}, { seen: new Map() }, "tasks-missing"],
    ["the provider's clock is unknown", {}, { clockAheadMs: null }, "clock-unknown"],
    ["it was unknown at the create request", { providerAheadMs: null }, {}, "clock-unknown"],
    [
      "the list has a clock of its own that is behind",
      {},
      { seen: new Map([["later", START + 40_000]]) },
      "times-differ",
    ],
    [
      "the list has a clock of its own that is ahead",
      {},
      { seen: new Map([["later", START + 322_000]]) },
      "times-differ",
    ],
    ["a clock was set forward", {}, { clockAheadMs: 61_000 }, "clock-jumped"],
    ["a clock was set back", { providerAheadMs: 61_000 }, {}, "clock-jumped"],
  ])("nothing, if %s", (_, attempt, look, doubt) => {
    const proof = proofOf(uncertain(attempt), { ...LOOK, ...look }, WAITS);
    expect(proof).toMatchObject({ kind: "nothing", doubt });
  });

  it("absence, if one of our tasks was created late", () => {
    const seen = new Map([
      ["later", START + 900_000],
      ["on time", START + 171_000],
    ]);
    const witnesses = [known("later", 161_000), known("on time", 170_000)];
    expect(proofOf(uncertain(), { ...LOOK, seen, witnesses }, WAITS).kind).toBe("absence");
  });

  it("as much with a clock that is far off, but steady", () => {
    const far = { ...LOOK, clockAheadMs: -600_000 };
    expect(proofOf(uncertain({ providerAheadMs: -590_000 }), far, WAITS).kind).toBe("absence");
    expect(proofOf(uncertain({ providerAheadMs: undefined }), far, WAITS).kind).toBe("absence");
  });
});

it("the witnesses are the last task before the create request, and all later ones that must be listed", () => {
  const all = [
    known("deleted", -30 * HOUR_MS),
    known("older", -2 * HOUR_MS),
    known("before", -HOUR_MS),
    known("after", 1),
    known("unlisted", 100_000),
  ];
  const names = (tasks: readonly KnownTask[]) =>
    witnessesOf(tasks, { begunAt: START }, { now: START + 120_000, reconcileMs: 60_000 }).map(
      ({ taskId }) => taskId,
    );
  expect(names(all)).toEqual(["before", "after"]);
  expect(names(all.slice(0, 1))).toEqual([]);
});
