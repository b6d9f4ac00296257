import { expect, test } from "vitest";

import { openText } from "./open-generations.ts";

const metrics = (counts: Readonly<Record<string, number>>) =>
  [
    "# TYPE dashqueue_generations gauge",
    ...Object.entries(counts).map(([s, count]) => `dashqueue_generations{status="${s}"} ${count}`),
    'dashqueue_slots_taken{account="default",model="wan2.6-t2v"} 9',
  ].join("\n");

test("names what has not ended, by status", () => {
  expect(openText(metrics({ queued: 3, running: 1, uncertain: 0, succeeded: 7 }))).toBe(
    "Not ended: 3 queued, 1 running. They are kept, and `npm start` continues them. Tasks at the provider go on meanwhile.",
  );
});

test("is silent if everything has ended", () => {
  expect(openText(metrics({ queued: 0, succeeded: 7, failed: 2 }))).toBeNull();
});
