import fc from "fast-check";
import { it } from "vitest";

import { OWNERS, openWorld } from "../fixtures/isolation/world.ts";
import type { Call } from "../fixtures/isolation/world.ts";
import { STEPS } from "../fixtures/isolation/calls.ts";

/** To look for longer: `ISOLATION_RUNS=1000`. */
// oxlint-disable-next-line node/no-process-env -- a switch of this test alone
const RUNS = Number(process.env["ISOLATION_RUNS"] ?? 8);

const call: fc.Arbitrary<Call> = fc.record({
  step: fc.constantFrom(...STEPS.keys()),
  caller: fc.constantFrom(...OWNERS),
  owner: fc.constantFrom(...OWNERS),
  choice: fc.nat({ max: 11 }),
});

/** Every step, about an own thing and about a foreign one. */
const EVERY_STEP: readonly Call[] = [0, 1, 3, 5].flatMap((choice) =>
  [...STEPS.keys()].flatMap((step) =>
    (["films", "games"] as const).map((owner) => ({ step, caller: "films", owner, choice })),
  ),
);

it("shows no tenant an id, a text, a file or a cost of another, whatever they call", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 15, maxLength: 40 }), async (calls) => {
      await using world = await openWorld();
      for (const owner of OWNERS)
        await STEPS.get("create")?.(world, { step: "create", caller: owner, owner, choice: 0 });
      for (const next of calls) await STEPS.get(next.step)?.(world, next);
      for (const caller of OWNERS) {
        const last = { caller, owner: caller, choice: 0 };
        for (const step of ["list", "list-tasks", "costs"])
          await STEPS.get(step)?.(world, { ...last, step });
      }
    }),
    { numRuns: RUNS, examples: [[[...EVERY_STEP]]], timeout: 60_000, endOnFailure: false },
  );
}, 3_600_000);
