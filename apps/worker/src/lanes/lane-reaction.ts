import type { CreateAnswer } from "@dashqueue/dashscope";
import type { Failure } from "@dashqueue/queue/internal";
import { FAILURE_POLICY } from "@dashqueue/queue/internal";

/** What an answer to one create means for all that wait in its lane or on its account. */
export type LaneReaction =
  | { readonly kind: "none" }
  /** The account works: whatever paused it is over. */
  | { readonly kind: "resume" }
  /** No create for a while: in this lane, or of this model only, where others of the lane are not concerned. */
  | {
      readonly kind: "cool-down";
      readonly scope: "lane" | "model";
      readonly failure: Failure;
      readonly delayMs: number;
      /** The account is full for now: the lane must not try to have more in flight than it has. */
      readonly full: boolean;
    }
  /** No create on this account until a probe gets through. */
  | { readonly kind: "pause"; readonly failure: Failure };

/** A rate limit of DashScope usually recovers within a minute; its documentation: "rate limit". */
const COOL_DOWN_MS = 5_000;
const LONGEST_COOL_DOWN_MS = 10 * 60_000;

/** `probeMs` is the time between two create requests that test whether a refusal still holds. */
export function laneReaction(
  answer: CreateAnswer,
  random: () => number,
  probeMs: number,
): LaneReaction {
  switch (answer.kind) {
    case "accepted":
      return { kind: "resume" };
    case "unknown":
      return { kind: "none" };
    case "not-sent":
      return {
        kind: "cool-down",
        scope: "lane",
        failure: answer.failure,
        delayMs: jittered(random),
        full: false,
      };
    case "throttled":
      if (FAILURE_POLICY[answer.failure.kind].pauses === "account")
        return { kind: "pause", failure: answer.failure };
      return {
        kind: "cool-down",
        scope: "lane",
        failure: answer.failure,
        delayMs: Math.min(answer.retryAfterMs ?? jittered(random), LONGEST_COOL_DOWN_MS),
        full: answer.failure.kind === "concurrency_limited",
      };
    case "rejected":
      return rejected(answer.failure, probeMs);
  }
}

function rejected(failure: Failure, probeMs: number): LaneReaction {
  switch (FAILURE_POLICY[failure.kind].pauses) {
    case "account":
      return { kind: "pause", failure };
    case "lane":
      return { kind: "cool-down", scope: "model", failure, delayMs: probeMs, full: false };
    case "nothing":
      return { kind: "none" };
  }
}

/** So that replicas that were told off together do not come back together. */
function jittered(random: () => number): number {
  return COOL_DOWN_MS * (0.5 + random());
}
