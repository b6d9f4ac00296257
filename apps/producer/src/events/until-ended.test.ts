import type { Generation, Status } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { createChangeNotifier } from "./change-notifier.ts";
import { untilEnded } from "./until-ended.ts";

const never = new AbortController().signal;
const record = (status: Status) => ({ id: "a", status }) as Generation;

/** Waits while the store has these records, one after the other; each change is notified. */
function wait(records: (Status | Error | null)[], signal: AbortSignal = never) {
  const changes = createChangeNotifier();
  const get = async () => {
    const [next] = records.splice(0, 1);
    if (next === undefined) throw new Error("one read too many");
    // A change during a read must not be missed.
    if (records.length > 0) changes.notify("a");
    if (next instanceof Error) throw next;
    return next === null ? null : record(next);
  };
  return untilEnded({ store: { get }, changes }, record("queued"), signal);
}

it("reads again with every change until the generation has ended", async () => {
  expect(await wait(["queued", "running", "archiving", "succeeded"])).toEqual(record("succeeded"));
  expect(await wait(["failed"])).toEqual(record("failed"));
});

it("returns the last state when the signal aborts", async () => {
  const aborted = new AbortController();
  const waiting = wait(["running"], aborted.signal);
  aborted.abort();
  expect(await waiting).toEqual(record("running"));
  expect(await wait([], AbortSignal.abort())).toEqual(record("queued"));
});

it("waits on while Redis does not answer, and when the record is gone", async () => {
  expect(await wait([new Error("Connection is closed."), null, "canceled"])).toEqual(
    record("canceled"),
  );
});
