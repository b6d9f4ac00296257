import { expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import type { Outcome } from "../outcome.ts";
import { createHandOver } from "./hand-over.ts";

const { archiving, running } = GENERATIONS;
const advance = (id: string): Outcome => ({
  kind: "advance",
  generation: { ...archiving, id },
});

it("hands a record to the archive stage once, while it is fresh", () => {
  let now = 0;
  const { keep, take } = createHandOver(() => now);
  const outcome = advance("gen_1");
  expect(keep(outcome)).toBe(outcome);
  expect(take("gen_1")).toMatchObject({ id: "gen_1", status: "archiving" });
  expect(take("gen_1")).toBeNull();
  keep(outcome);
  now = 5_000;
  expect(take("gen_1")).toBeNull();
});

it("keeps no other outcome, and only the last thousand", () => {
  const { keep, take } = createHandOver(() => 0);
  keep({ kind: "advance", generation: running });
  keep({ kind: "hand-back" });
  expect(take(running.id)).toBeNull();
  for (let index = 0; index <= 1_000; index += 1) keep(advance(`gen_${index}`));
  expect(take("gen_0")).toBeNull();
  expect(take("gen_1")).not.toBeNull();
});
