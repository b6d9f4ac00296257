import { describe, expect, it } from "vitest";

import {
  absent,
  absentLater,
  confirmedClaim,
  confirmedDenial,
  denied,
  named,
  possible,
  refusedClaim,
} from "../../test/fixtures/changes.ts";
import {
  ACCEPTED,
  after,
  answered,
  FAILURE,
  SAMPLES,
  START,
} from "../../test/fixtures/generations.ts";
import { eventOf } from "../generation/event.ts";
import type { Generation, Status } from "../generation/generation.ts";
import { generationSchema } from "../generation/generation.ts";
import { advance } from "./advance.ts";
import type { Change } from "./change.ts";

describe("a claim about a lost create request", () => {
  it.each<[string, Generation, Change, Status, string]>([
    [
      "believes no person before the claim was checked (G1)",
      SAMPLES.uncertain,
      named,
      "uncertain",
      "outcome-claimed",
    ],
    [
      "adopts the task that a person names",
      after(SAMPLES.uncertain, named),
      confirmedClaim,
      "running",
      "task-adopted",
    ],
    [
      "is queued again when a person says that nothing was created",
      after(SAMPLES.uncertain, denied),
      confirmedDenial,
      "queued",
      "attempt-denied",
    ],
    [
      "stays uncertain when the provider contradicts a person",
      after(SAMPLES.uncertain, named),
      refusedClaim,
      "uncertain",
      "claim-refused",
    ],
    [
      "takes another claim after a wrong one",
      after(SAMPLES.uncertain, named, refusedClaim),
      denied,
      "uncertain",
      "outcome-claimed",
    ],
  ])("%s", (_, generation, change, status, event) => {
    expect(advance(generation, change, START + 7)).toMatchObject({
      kind: "advanced",
      event,
      generation: { status },
    });
  });

  it("names the person in every event of a claim", () => {
    const names = [named, refusedClaim, named, confirmedClaim].reduce<[Generation, unknown[]]>(
      ([generation, by], change) => {
        const advanced = advance(generation, change, START);
        if (advanced.kind === "ignored") throw new Error(advanced.reason);
        return [advanced.generation, [...by, advanced.by]];
      },
      [SAMPLES.uncertain, []],
    );
    expect(names[1]).toEqual(["ann", "ann", "ann", "ann"]);
    expect(names[0]).toMatchObject({ task: { id: "task-1", requestId: "request-1" } });
    expect(names[0]).not.toHaveProperty("claim");
  });
});

describe("an attempt whose task was proven absent", () => {
  const absences = [absent, absentLater];
  const denials = [denied, confirmedDenial];
  const remembered = { attempt: 1, begunAt: START, requestId: null, lateTasks: [] };

  it("is remembered, because a task may still appear", () => {
    for (const changes of [absences, denials]) {
      const again = after(SAMPLES.uncertain, ...changes);
      expect(again).toMatchObject({ status: "queued", disproven: [remembered] });
      expect(generationSchema.parse(JSON.parse(JSON.stringify(again)))).toEqual(again);
    }
    const canceled = after(SAMPLES.uncertain, { kind: "cancel-requested" }, ...absences);
    expect(canceled).toMatchObject({ status: "canceled", disproven: [remembered] });
  });

  it("gets each of its late tasks recorded once, while the generation is open (G4)", () => {
    const again = after(SAMPLES.uncertain, ...absences);
    const appeared = { kind: "task-appeared", attempt: 1, taskId: "task-9" } as const;
    const advanced = advance(again, appeared, START);
    expect(advanced).toMatchObject({
      event: "task-appeared",
      generation: { status: "queued", disproven: [{ lateTasks: ["task-9"] }] },
    });
    const known = after(again, appeared);
    expect(eventOf(known, "task-appeared").detail).toMatchObject({ late_task: "task-9" });
    expect(advance(known, appeared, START).kind).toBe("ignored");
    expect(advance(known, { ...appeared, attempt: 2 }, START).kind).toBe("ignored");
    expect(advance(SAMPLES.running, appeared, START).kind).toBe("ignored");
    const canceled = after(known, { kind: "cancel-requested" });
    expect(advance(canceled, { ...appeared, taskId: "task-10" }, START).kind).toBe("ignored");
  });
});

it("proves absence by two searches in a row, and remembers what may be its task (G1)", () => {
  const seen = after(SAMPLES.uncertain, absent, possible);
  expect(seen).toMatchObject({ absentSince: null, possibleTasks: ["task-1"] });
  expect(advance(seen, possible, START).kind).toBe("ignored");
  for (const taskIds of [["task-1", "task-2"], ["task-2"]])
    expect(after(seen, absent, { ...possible, taskIds })).toMatchObject({
      absentSince: null,
      possibleTasks: ["task-1", "task-2"],
    });
});

describe("a task that is found before the answer", () => {
  const found = { kind: "task-adopted", attempt: 1, taskId: "task-1", requestId: null } as const;

  it("is adopted while a worker may still wait, and the answer changes nothing (G4)", () => {
    const adopted = after(SAMPLES.submitting, { ...found, isPresumed: true });
    expect(adopted).toMatchObject({
      status: "running",
      task: { id: "task-1", isPresumed: true },
    });
    for (const answer of [ACCEPTED, { ...ACCEPTED, taskId: "task-2" }])
      expect(advance(adopted, answered(answer), START + 7).kind).toBe("ignored");
  });

  it("fails the generation if another system made it", () => {
    const running = after(SAMPLES.submitting, found);
    expect(running).not.toHaveProperty("task.isPresumed");
    const foreign = { kind: "task-foreign", failure: { ...FAILURE, charged: null } } as const;
    expect(advance(running, foreign, START + 7)).toMatchObject({
      event: "task-failed",
      generation: { status: "failed", task: { id: "task-1" }, failure: { charged: null } },
    });
  });
});
