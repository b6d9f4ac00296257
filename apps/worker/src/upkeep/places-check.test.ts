import type { Line } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { createPlacesCheck } from "./places-check.ts";

const never = new AbortController().signal;

it("looks at ten pages of each model, and goes on with the next ones", async () => {
  const looks: unknown[] = [];
  const returnFitting: Line["returnFitting"] = async ({ model, after }) => {
    looks.push([model, after]);
    return model === "wan" && looks.length < 25 ? String(looks.length) : null;
  };
  const check = createPlacesCheck({
    store: { models: async () => ["wan", "happyhorse"] },
    line: { returnFitting },
    readFits: async () => () => true,
  });
  await check(never);
  expect(looks).toHaveLength(11);
  expect(looks.slice(9)).toEqual([
    ["wan", "9"],
    ["happyhorse", null],
  ]);
  await check(never);
  expect(looks.slice(11, 13)).toEqual([
    ["wan", "10"],
    ["wan", "12"],
  ]);
  await check(AbortSignal.abort());
  expect(looks).toHaveLength(22);
  await check(never);
  expect(looks.slice(22)).toEqual([
    ["wan", "21"],
    ["wan", "23"],
    ["wan", "24"],
    ["happyhorse", null],
  ]);
});
