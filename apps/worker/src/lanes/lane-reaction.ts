import type { CreateAnswer } from "@dashqueue/dashscope";
import type { Failure } from "@dashqueue/queue/internal";
import { FAILURE_POLICY } from "@dashqueue/queue/internal";

/** What the answer to one create request means for all generations of its lane or account. */
export type LaneReaction =
  | { readonly kind: "none" }
  /** The account works: end its pause and the cool-downs. */
  | { readonly kind: "resume" }
  /** Send no create request for a while, in the whole lane or for this model only. */
  | {
      readonly kind: "cool-down";
      readonly scope: "lane" | "model";
      readonly failure: Failure;
      readonly delayMs: number;
      /** The account is at its concurrency limit: lower the lane's limit to what is in flight. */
      readonly full: boolean;
    }
  /** Send no create request on this account until a probe succeeds. */
  | { readonly kind: "pause"; readonly failure: Failure };

/** DashScope's documentation, "rate limit": a rate limit usually recovers within a minute. */
const COOL_DOWN_MS = 5_000;
const MAX_COOL_DOWN_MS = 10 * 60_000;

/** @param probeMs between two create requests that test whether a refusal still holds. */
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
        delayMs: Math.min(answer.retryAfterMs ?? jittered(random), MAX_COOL_DOWN_MS),
        full: answer.failure.kind === "concurrency_limited",
      };
    case "rejected":
      return reactionToRejection(answer.failure, probeMs);
  }
}

function reactionToRejection(failure: Failure, probeMs: number): LaneReaction {
  switch (FAILURE_POLICY[failure.kind].pauses) {
    case "account":
      return { kind: "pause", failure };
    case "lane":
      return { kind: "cool-down", scope: "model", failure, delayMs: probeMs, full: false };
    case "nothing":
      return { kind: "none" };
  }
}

/** Spreads the retries of replicas that were throttled at the same time. */
function jittered(random: () => number): number {
  return COOL_DOWN_MS * (0.5 + random());
}
