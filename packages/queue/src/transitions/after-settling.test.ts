import { describe, expect, it } from "vitest";

import {
  confirmedClaim,
  confirmedDenial,
  denied,
  named,
  refusedClaim,
} from "../../test/fixtures/changes.ts";
import { after, SAMPLES, START } from "../../test/fixtures/generations.ts";
import type { Generation, Status } from "../generation/generation.ts";
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
