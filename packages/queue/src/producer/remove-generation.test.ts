import { expect, it } from "vitest";

import { SAMPLES, START } from "../../test/fixtures/generations.ts";
import type { Generation } from "../generation/generation.ts";
import { removeGeneration } from "./remove-generation.ts";

const HOUR_MS = 3_600_000;
const lost = {
  attempt: 1,
  begunAt: START - HOUR_MS,
  account: "default",
  lane: "wan2.1-vace-plus",
  baseUrl: "https://dashscope.example/api/v1",
  requestId: null,
  lateTasks: [],
};

/** Removes an ended generation, and returns for which revisions it put a tombstone. */
async function remove(generation: Generation, changes: readonly boolean[] = [true]) {
  const answers = [...changes];
  const puts: number[] = [];
  const removed = await removeGeneration(
    {
      store: {
        putTombstone: async ({ revision }) => {
          puts.push(revision);
          return answers.shift() ?? true;
        },
        tombstone: async () => null,
      },
      get: async () => generation,
      tenant: generation.tenant,
      now: () => START,
    },
    generation.id,
  );
  return { removed, puts };
}

it("keeps a generation whose lost create request may still make a task (G1)", async () => {
  const { succeeded } = SAMPLES;
  expect(await remove({ ...succeeded, disproven: [lost] })).toEqual({
    removed: { kind: "unsettled", until: START + 23 * HOUR_MS },
    puts: [],
  });
  const old = { ...lost, begunAt: START - 24 * HOUR_MS };
  expect((await remove({ ...succeeded, disproven: [old] })).removed).toEqual({ kind: "removed" });
});

it("reads again if the record has changed meanwhile", async () => {
  const { removed, puts } = await remove(SAMPLES.succeeded, [false, true]);
  expect([removed, puts.length]).toEqual([{ kind: "removed" }, 2]);
});
