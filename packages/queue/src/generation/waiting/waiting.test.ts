import { describe, expect, it } from "vitest";

import { FAILURE, queued, START } from "../../../test/fixtures/generations.ts";
import { FAILURE_POLICY } from "../../failure/failure-policy.ts";
import type { FailureKind } from "../../failure/failure.ts";
import { pausedWaiting, waitingOf } from "./waiting.ts";

describe("waitingOf", () => {
  it.each<[FailureKind, string]>([
    ["spend_limit", "spending"],
    ["tenant_limit", "tenant_limit"],
    ["arrears", "account"],
    ["authentication", "account"],
    ["unchecked", "check"],
    ["storage", "collection"],
    ["download", "collection"],
    ["rate_limited", "backoff"],
    ["media_unreachable", "backoff"],
  ])("names the reason of %s with one word, and what to do", (kind, reason) => {
    const delayed = queued({ delayed: { ...FAILURE, kind }, updatedAt: START + 5 });
    const { advice } = FAILURE_POLICY[kind];
    const help = `/docs/operations/errors#${kind}`;
    expect(waitingOf(delayed)).toEqual({ reason, since: START + 5, nextTry: null, advice, help });
  });

  it.each([
    ["daily_spend", Date.UTC(2027, 0, 1)],
    ["monthly_spend", Date.UTC(2027, 0, 1)],
    ["beyond_daily_spend", null],
  ])("is tried again when the limit %s of its tenant resets", (code, nextTry) => {
    const delayed = { ...FAILURE, kind: "tenant_limit", code } as const;
    const updatedAt = Date.UTC(2026, 11, 31, 23, 59);
    expect(waitingOf(queued({ delayed, updatedAt }))).toMatchObject({ nextTry });
  });

  it("waits for a slot, or for another attempt in the kept one", () => {
    expect(waitingOf(queued())).toMatchObject({ reason: "slot", nextTry: null });
    const keptSlot = { account: "default", lane: "wan2.1-vace-plus", notBefore: START + 9 };
    expect(waitingOf(queued({ keptSlot }))).toMatchObject({
      reason: "backoff",
      nextTry: START + 9,
    });
  });

  it.each([
    ["queue", "Resume the queue"],
    ["limit", "Remove the limit of 0"],
  ] as const)("waits for an operator while its model is paused by a %s", (by, advice) => {
    const paused = pausedWaiting(queued({ delayed: { ...FAILURE, kind: "arrears" } }), by);
    expect(paused).toMatchObject({ reason: "paused", nextTry: null });
    expect(paused.advice).toContain(advice);
    expect(paused.help).toBe("/docs/operations/waiting#paused");
  });
});
