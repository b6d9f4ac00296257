import type { SweepState } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { createSwept } from "./swept.ts";

const { running } = GENERATIONS;
const { account, baseUrl } = running.attempt;
const NOW = START + 60_000;
const SWEPT: SweepState = {
  sweptAt: NOW,
  reachMs: 200_000,
  strikes: 0,
  offUntil: 0,
  offMs: 1,
};

async function sweptWith(state: SweepState | null) {
  const swept = createSwept({ places: [{ account, baseUrl }], state: async () => state });
  await swept.refresh();
  return swept;
}

it("returns how long the sweeps still reach back to a task", async () => {
  const swept = await sweptWith(SWEPT);
  expect(swept.leftMs(running, NOW)).toBe(140_000);
  expect(swept.leftMs({ ...running, attempt: { ...running.attempt, begunAt: 0 } }, NOW)).toBe(0);
});

it.each<[string, SweepState | null]>([
  ["were never made", null],
  ["have stopped", { ...SWEPT, sweptAt: NOW - 61_000 }],
  ["are switched off", { ...SWEPT, offUntil: NOW + 1 }],
])("expects nothing of sweeps that %s", async (_, state) => {
  expect((await sweptWith(state)).leftMs(running, NOW)).toBe(0);
});

it("expects nothing for a task at another host or in another workspace", async () => {
  const swept = await sweptWith(SWEPT);
  const elsewhere = { ...running.attempt, baseUrl: "https://elsewhere.example" };
  expect(swept.leftMs({ ...running, attempt: elsewhere }, NOW)).toBe(0);
  expect(swept.leftMs({ ...running, workspace: "ws-1" }, NOW)).toBe(0);
});
