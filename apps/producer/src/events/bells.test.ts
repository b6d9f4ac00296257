import { expect, test } from "vitest";

import { createBells } from "./bells.ts";

const never = new AbortController().signal;

test("wakes those who watch this id, and nobody else", async () => {
  const bells = createBells();
  using first = bells.watch("a");
  using second = bells.watch("a");
  using other = bells.watch("b");
  const aborted = new AbortController();
  const woken = [first.next(never), second.next(never), other.next(aborted.signal)];
  bells.ring("a");
  expect(await Promise.all(woken.slice(0, 2))).toEqual([true, true]);
  aborted.abort();
  expect(await woken[2]).toBe(false);
});

test("keeps a ring that nobody waited for, and several as one", async () => {
  const bells = createBells();
  using watch = bells.watch("a");
  bells.ring("a");
  bells.ringAll();
  expect(await watch.next(never)).toBe(true);
  const aborted = new AbortController();
  const next = watch.next(aborted.signal);
  aborted.abort();
  expect(await next).toBe(false);
  expect(await watch.next(aborted.signal)).toBe(false);
});

test("rings for everybody", async () => {
  const bells = createBells();
  using first = bells.watch("a");
  using second = bells.watch("b");
  bells.ringAll();
  expect(await Promise.all([first.next(never), second.next(never)])).toEqual([true, true]);
});

test("forgets a watch that ended, and keeps those that began since", async () => {
  const bells = createBells();
  const ended = bells.watch("a");
  ended[Symbol.dispose]();
  using watch = bells.watch("a");
  ended[Symbol.dispose]();
  bells.ring("a");
  expect(await watch.next(never)).toBe(true);
  expect(await ended.next(AbortSignal.abort())).toBe(false);
});
