import { expect, it } from "vitest";

import { FAILURE, START } from "../../test/fixtures/generations.ts";
import { createKeyRefusals } from "./key-refusals.ts";

const wrongKey = { ...FAILURE, kind: "authentication", code: "InvalidApiKey" } as const;

it("remembers a refused key until a create request succeeds, and says when to probe", () => {
  let now = START;
  const refusals = createKeyRefusals(() => now, 60_000);
  let told = 0;
  refusals.onRefused(() => (told += 1));
  expect([refusals.waitMs("paris"), refusals.pausedFor("paris")]).toEqual([0, null]);

  expect(refusals.refuse("paris", wrongKey, "query")).toBe(true);
  now += 1_000;
  expect([refusals.waitMs("paris"), refusals.waitMs("rome")]).toEqual([59_000, 0]);
  now += 59_000;
  expect(refusals.refuse("paris", wrongKey, "query")).toBe(false);
  expect(refusals.waitMs("paris")).toBe(0);

  expect(refusals.refuse("paris", wrongKey, "create")).toBe(false);
  expect(refusals.waitMs("paris")).toBe(60_000);
  expect(refusals.pausedFor("paris")).toMatchObject({ kind: "authentication", since: START });
  expect(told).toBe(3);

  expect(refusals.accept("paris", "query")).toBe(false);
  const accept = () => refusals.accept("paris", "create");
  expect([accept(), accept()]).toEqual([true, false]);
  expect([refusals.waitMs("paris"), refusals.pausedFor("paris")]).toEqual([0, null]);
});

it("ends a refusal that only queries met when a query succeeds", () => {
  const refusals = createKeyRefusals(() => START, 60_000);
  expect(refusals.accept("paris", "query")).toBe(false);
  refusals.refuse("paris", wrongKey, "query");
  expect(refusals.accept("paris", "query")).toBe(true);
  expect([refusals.waitMs("paris"), refusals.pausedFor("paris")]).toEqual([0, null]);
});
