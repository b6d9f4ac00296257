import type { QuotaAnswer } from "@dashqueue/dashscope";
import { expect, it } from "vitest";

import { REFUSED, UNAVAILABLE } from "../../test/fixtures/generations.ts";
import { readQuotas } from "./read-quotas.ts";

const page = (
  models: string[],
  total: number | null = null,
  absurd: string[] = [],
): QuotaAnswer => ({
  kind: "quotas",
  quotas: models.map((model) => ({ model, submitsPerSecond: 1, maxInFlight: 1, maxQueued: null })),
  absurd,
  rows: models.length,
  total,
});

/** Reads from a provider that gives these answers, in order. */
async function read(...answers: QuotaAnswer[]) {
  const asked: string[] = [];
  const result = await readQuotas(async (path, number) => {
    asked.push(`${path} ${number}`);
    return answers.shift() ?? page([]);
  });
  const models = result.kind === "read" ? result.quotas.map(({ model }) => model) : null;
  return { result, models, asked };
}

it("reads every page", async () => {
  const { result, models, asked } = await read(page(["a", "b"], 3, ["a x"]), page(["c"], 3));
  expect(models).toEqual(["a", "b", "c"]);
  expect(result).toMatchObject({ absurd: ["a x"] });
  expect(asked).toEqual(["/quotas 1", "/quotas 2"]);
});

it("reads until an empty page if the provider does not count them, with an upper bound", async () => {
  expect((await read(page(["a"]), page(["b"]))).models).toEqual(["a", "b"]);
  const endless = Array.from({ length: 60 }, () => page(["a"]));
  expect((await read(...endless)).asked).toHaveLength(50);
});

it("tries the other path, and reports why the first one does not answer", async () => {
  const other = await read(REFUSED, page(["a"], 1));
  expect(other.models).toEqual(["a"]);
  expect(other.asked).toEqual(["/quotas 1", "/models/limits 1"]);
  expect((await read(REFUSED, UNAVAILABLE)).result).toEqual({
    kind: "unavailable",
    failure: REFUSED.failure,
  });
});

it("returns nothing from a list of which a page is missing", async () => {
  expect((await read(page(["a"], 2), UNAVAILABLE, UNAVAILABLE)).models).toBeNull();
});
