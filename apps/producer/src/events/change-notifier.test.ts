import { expect, it } from "vitest";

import { createChangeNotifier } from "./change-notifier.ts";

const never = new AbortController().signal;

it("wakes every watch of the id, and no other", async () => {
  const changes = createChangeNotifier();
  using first = changes.watch("a");
  using second = changes.watch("a");
  using other = changes.watch("b");
  const aborted = new AbortController();
  const woken = [first.next(never), second.next(never), other.next(aborted.signal)];
  changes.notify("a");
  expect(await Promise.all(woken.slice(0, 2))).toEqual([true, true]);
  aborted.abort();
  expect(await woken[2]).toBe(false);
});

it("keeps a notification until the next call, and merges several into one", async () => {
  const changes = createChangeNotifier();
  using watch = changes.watch("a");
  changes.notify("a");
  changes.notifyAll();
  expect(await watch.next(never)).toBe(true);
  const aborted = new AbortController();
  const next = watch.next(aborted.signal);
  aborted.abort();
  expect(await next).toBe(false);
  expect(await watch.next(aborted.signal)).toBe(false);
});

it("notifies all watches at once", async () => {
  const changes = createChangeNotifier();
  using first = changes.watch("a");
  using second = changes.watch("b");
  changes.notifyAll();
  expect(await Promise.all([first.next(never), second.next(never)])).toEqual([true, true]);
});

it("forgets a disposed watch, and keeps those registered since", async () => {
  const changes = createChangeNotifier();
  const ended = changes.watch("a");
  ended[Symbol.dispose]();
  using watch = changes.watch("a");
  ended[Symbol.dispose]();
  changes.notify("a");
  expect(await watch.next(never)).toBe(true);
  expect(await ended.next(AbortSignal.abort())).toBe(false);
});
