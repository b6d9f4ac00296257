import { createKeys } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import type { HousekeepingPorts, HousekeepingWorker } from "./housekeeping.ts";
import { startHousekeeping } from "./housekeeping.ts";

it("reports what blocks the results while the worker is drained, and leaves the rest (G11)", async () => {
  const closing = new AbortController();
  const done: string[] = [];
  const note = (name: string) => async () => void done.push(name);
  const worker: HousekeepingWorker = {
    followModels: note("models"),
    slotFreed: () => {},
    isDraining: () => true,
    probe: async () => {},
    heartbeat: note("heartbeat"),
    readQuotas: note("quotas"),
    sweeps: [async () => (done.push("sweep"), 1)],
    checkCollection: note("collection"),
    endOverdue: note("overdue"),
    archiveRecords: note("records"),
    relayMessages: note("messages"),
    repair: note("repair"),
  };
  const listeners: ((channel: string, message: string) => void)[] = [];
  const on = (_: string, listener: (typeof listeners)[number]) => listeners.push(listener);
  const subscriber = { on, subscribe: async () => {} };
  const ports = {
    subscriber: subscriber as never,
    redis: { set: note("turn") } as never,
    keys: createKeys("{test}"),
    workerId: "ann",
    worker,
    intervalMs: 60_000,
    logger: { warn: note("failure") } as never,
    closing: closing.signal,
  } satisfies HousekeepingPorts;
  const ended = startHousekeeping(ports);
  // Every loop has begun when the one of the quotas has.
  while (done.filter((name) => name === "quotas").length < 2)
    await new Promise((resolve) => setImmediate(resolve));
  const checks = () => done.filter((name) => name === "collection").length;
  expect(checks()).toBe(1);
  for (const listener of listeners) listener(ports.keys.collectionChannel, "archive");
  expect(checks()).toBe(2);
  closing.abort();
  await ended;
  expect(new Set(done)).toEqual(new Set(["heartbeat", "quotas", "collection"]));
});
