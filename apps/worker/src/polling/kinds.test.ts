import { ALL_KINDS, bucketOf } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { durationMs, endOf, lifetimesOf } from "./kinds.ts";

const VIDEO = { firstDelayMs: 60_000 };
const { running } = GENERATIONS;

it("treats a kind that was rarely observed like any other task of the model", () => {
  const observed = new Map([[bucketOf(5_000), 19]]);
  const often = new Map([[bucketOf(5_000), 20]]);
  const lifetimes = lifetimesOf(
    new Map([
      [ALL_KINDS, observed],
      ["480P", observed],
      ["720P", often],
    ]),
    VIDEO,
  );
  expect([...lifetimes.keys()]).toEqual([ALL_KINDS, "720P"]);
});

it("measures by the provider's time, if that can be compared, else by the time of the poll", () => {
  const { submittedAt } = running.task;
  const now = submittedAt + 100_000;
  const withOffset = (providerAheadMs: number | null | undefined) => ({
    ...running,
    attempt: { ...running.attempt, providerAheadMs },
  });
  const ended = submittedAt + 90_000;
  expect(durationMs(withOffset(600_000), ended, now)).toBe(90_000);
  expect(durationMs(withOffset(0), null, now)).toBe(100_000);
  expect(durationMs(withOffset(null), ended, now)).toBe(100_000);
  expect(durationMs(withOffset(undefined), ended, now)).toBe(100_000);
  expect(durationMs(withOffset(0), now + 1, now)).toBe(100_000);
  expect(durationMs(withOffset(0), START - 10_000_000, now)).toBe(0);
  expect(endOf(withOffset(600_000), ended, now)).toBe(ended);
  expect(endOf(withOffset(null), ended, now)).toBeNull();
});
