import type { CreateAnswer, FailureKind } from "@dashqueue/dashscope";
import { describe, expect, it } from "vitest";

import { FAILURE } from "../../test/fixtures/generations.ts";
import { laneReaction } from "./lane-reaction.ts";

const throttled = (kind: FailureKind, retryAfterMs: number | null = null): CreateAnswer => ({
  kind: "throttled",
  failure: { ...FAILURE, kind },
  retryAfterMs,
});
const rejected = (kind: FailureKind): CreateAnswer => ({
  kind: "rejected",
  failure: { ...FAILURE, kind },
});

describe("laneReaction", () => {
  it.each<[string, CreateAnswer, object]>([
    ["accepted", { kind: "accepted", taskId: "task-1", requestId: null }, { kind: "resume" }],
    ["unknown", { kind: "unknown", failure: FAILURE }, { kind: "none" }],
    [
      "not sent",
      { kind: "not-sent", failure: FAILURE },
      { kind: "cool-down", scope: "lane", delayMs: 5_000 },
    ],
    ["over the rate", throttled("rate_limited"), { kind: "cool-down", delayMs: 5_000 }],
    [
      "over the rate, with advice",
      throttled("rate_limited", 9_000),
      { kind: "cool-down", delayMs: 9_000 },
    ],
    [
      "over the rate, with absurd advice",
      throttled("rate_limited", 1e9),
      { kind: "cool-down", delayMs: 600_000 },
    ],
    ["out of quota", throttled("quota_exhausted"), { kind: "pause" }],
    ["a wrong key", rejected("authentication"), { kind: "pause" }],
    ["in arrears", rejected("arrears"), { kind: "pause" }],
    [
      "a wrong path",
      rejected("configuration"),
      { kind: "cool-down", scope: "model", delayMs: 60_000 },
    ],
    ["a wrong request", rejected("invalid_request"), { kind: "none" }],
  ])("to %s", (_, answer, reaction) => {
    expect(laneReaction(answer, () => 0.5, 60_000)).toMatchObject(reaction);
  });
});
