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
    [
      "an accepted request",
      { kind: "accepted", taskId: "task-1", requestId: null },
      { kind: "resume" },
    ],
    ["an unknown outcome", { kind: "unknown", failure: FAILURE }, { kind: "none" }],
    [
      "a request that was not sent",
      { kind: "not-sent", failure: FAILURE },
      { kind: "cool-down", scope: "lane", delayMs: 5_000 },
    ],
    ["a rate limit", throttled("rate_limited"), { kind: "cool-down", delayMs: 5_000 }],
    [
      "a rate limit with a retry delay",
      throttled("rate_limited", 9_000),
      { kind: "cool-down", delayMs: 9_000 },
    ],
    [
      "a rate limit with an absurd retry delay",
      throttled("rate_limited", 1e9),
      { kind: "cool-down", delayMs: 600_000 },
    ],
    ["an exhausted quota", throttled("quota_exhausted"), { kind: "pause" }],
    ["an invalid key", rejected("authentication"), { kind: "pause" }],
    ["arrears", rejected("arrears"), { kind: "pause" }],
    ["a denied account", rejected("access_denied"), { kind: "pause" }],
    [
      "a denied model",
      rejected("model_denied"),
      { kind: "cool-down", scope: "model", delayMs: 60_000 },
    ],
    [
      "a used-up free quota",
      throttled("model_denied", 9_000),
      { kind: "cool-down", scope: "model", delayMs: 60_000 },
    ],
    [
      "a rate limit with an undocumented status",
      rejected("rate_limited"),
      { kind: "cool-down", scope: "lane", delayMs: 5_000, full: false },
    ],
    [
      "a full account",
      throttled("concurrency_limited"),
      { kind: "cool-down", scope: "lane", full: true },
    ],
    [
      "a model that is not configured here",
      { kind: "not-sent", failure: { ...FAILURE, kind: "configuration" } },
      { kind: "cool-down", scope: "model", delayMs: 60_000 },
    ],
    [
      "an unknown model",
      rejected("configuration"),
      { kind: "cool-down", scope: "model", delayMs: 60_000 },
    ],
    ["an invalid request", rejected("invalid_request"), { kind: "none" }],
  ])("reacts to %s", (_, answer, reaction) => {
    expect(laneReaction(answer, () => 0.5, 60_000)).toMatchObject(reaction);
  });
});
