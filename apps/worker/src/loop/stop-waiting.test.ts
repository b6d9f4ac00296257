import { expect, it } from "vitest";

import { createStopWaiting } from "./stop-waiting.ts";

it("stays aborted as long as it lasts, and then starts over", () => {
  const closing = new AbortController();
  const stop = createStopWaiting(closing.signal);
  const first = stop.signal();
  stop.end();
  expect(stop.signal()).toBe(first);
  stop.begin();
  expect([first.aborted, stop.signal().aborted]).toEqual([true, true]);
  stop.end();
  expect(stop.signal().aborted).toBe(false);
  closing.abort();
  expect(stop.signal().aborted).toBe(true);
  stop.end();
  expect(stop.signal().aborted).toBe(true);
});

it("is aborted from the start in a process that closes", () => {
  expect(createStopWaiting(AbortSignal.abort()).signal().aborted).toBe(true);
});
