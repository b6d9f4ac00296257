import { expect, it } from "vitest";

import type { DashqueueErrorFacts } from "./dashqueue-error.ts";
import { DashqueueError } from "./dashqueue-error.ts";
import { retryWaitMs } from "./retry.ts";

const detail = "";
const refused = (status: number, retryAfterMs?: number): DashqueueErrorFacts => {
  return { kind: "refused", status, detail, retryAfterMs };
};

it.each<[DashqueueErrorFacts, number | null, number | null]>([
  [refused(503, 2_000), 2_000, null],
  [refused(503, 61_000), null, null],
  [refused(502), 0, null],
  // A limit stores nothing.
  [refused(429, 1_000), 1_000, 1_000],
  [refused(500), null, null],
  [refused(409), null, null],
  [refused(400), null, null],
  [{ kind: "unreachable", detail }, 0, null],
  [{ kind: "timeout", detail }, 0, null],
  [{ kind: "unreadable", detail }, null, null],
  [{ kind: "damaged", detail }, null, null],
  [{ kind: "unverified", detail }, null, null],
])("after %j waits %j ms if it is repeatable, else %j", (facts, repeatable, once) => {
  const error = new DashqueueError(facts);
  expect([retryWaitMs(error, true), retryWaitMs(error, false)]).toEqual([repeatable, once]);
});

it("never repeats after a bug", () => {
  expect(retryWaitMs(new Error("bug"), true)).toBeNull();
});
