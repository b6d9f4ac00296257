import { expect, it } from "vitest";

import { createShutdown } from "./shutdown.ts";

it("closes in reverse order, one after the other, and continues after a failure", async () => {
  const shutdown = createShutdown();
  const order: string[] = [];
  const failure = new Error("stuck");
  shutdown.add("first", () => void order.push("first"));
  shutdown.add("second", () => Promise.reject(failure));
  shutdown.add("third", async () => {
    expect(shutdown.signal.aborted).toBe(true);
    await Promise.resolve();
    order.push("third");
  });
  expect(shutdown.open()).toEqual(["first", "second", "third"]);
  expect(await shutdown.run(60_000)).toEqual({
    open: [],
    failed: [{ name: "second", error: failure }],
  });
  expect(order).toEqual(["third", "first"]);
});

it("returns the resources that are open when the grace period ends", async () => {
  const shutdown = createShutdown();
  shutdown.add("first", () => {});
  shutdown.add("second", () => new Promise<void>(() => {}));
  shutdown.add("third", () => {});
  expect((await shutdown.run(10)).open).toEqual(["first", "second"]);
});

it("closes a resource that is added during the shutdown at once, and only once", async () => {
  const shutdown = createShutdown();
  let closed = 0;
  const gate = Promise.withResolvers<void>();
  shutdown.add("first", () => gate.promise);
  const ended = shutdown.run(60_000);
  shutdown.add("late", async () => {
    closed += 1;
    await gate.promise;
  });
  gate.resolve();
  expect((await ended).open).toEqual([]);
  expect(closed).toBe(1);
});
