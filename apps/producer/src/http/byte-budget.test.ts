import { expect, it } from "vitest";

import { createByteBudget } from "./byte-budget.ts";

const NEVER = new AbortController().signal;

it("makes others wait, first come, first served", async () => {
  const budget = createByteBudget(10);
  const free = await budget.take(6, NEVER);
  const served: number[] = [];
  const later = [7, 2].map(async (bytes) => {
    const freeOwn = await budget.take(bytes, NEVER);
    served.push(bytes);
    return freeOwn;
  });
  await Promise.resolve();
  expect(served).toEqual([]);
  free?.();
  free?.();
  const [seven, two] = await Promise.all(later);
  expect(served).toEqual([7, 2]);
  seven?.();
  two?.();
  expect(await budget.take(10, NEVER)).not.toBeNull();
});

it("returns null to a request that gives up, and serves the next", async () => {
  const budget = createByteBudget(10);
  const free = await budget.take(6, NEVER);
  const impatient = new AbortController();
  const first = budget.take(8, impatient.signal);
  const second = budget.take(4, NEVER);
  impatient.abort();
  expect(await first).toBeNull();
  expect(await second).not.toBeNull();
  expect(await budget.take(1, AbortSignal.abort())).toBeNull();
  free?.();
  expect(await budget.take(6, NEVER)).not.toBeNull();
});
