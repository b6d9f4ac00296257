import type { Generation } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import { createPlacesCheck } from "./places-check.ts";

const { queued, running } = GENERATIONS;

/** Waits behind all others: one that fits now, one that does not, and some that cannot move. */
const RECORDS = new Map<string, Generation>([
  ["cheap", { ...queued, id: "cheap", keptSlot: null }],
  ["dear", { ...queued, id: "dear", keptSlot: null, priority: 3 }],
  ["running", { ...running, id: "running" }],
]);

it("returns what fits the limits of a new worker to its place, once", async () => {
  const moved: string[] = [];
  let reads = 0;
  const check = createPlacesCheck({
    store: {
      models: async () => ["a", "b"],
      async get(id) {
        if (id === "unreadable") throw new Error("a newer version wrote it");
        return RECORDS.get(id) ?? null;
      },
    },
    line: {
      behindAll: async (model) =>
        model === "a" ? ["unreadable", "cheap", "dear"] : ["gone", "running"],
      toItsPlace: async ({ id }) => void moved.push(id),
    },
    async readFits() {
      reads += 1;
      if (reads === 1) throw new Error("Redis is away");
      return ({ priority }) => priority === 0;
    },
  });
  await expect(check()).rejects.toThrow("away");
  await check();
  await check();
  expect(moved).toEqual(["cheap"]);
  expect(reads).toBe(2);
});
