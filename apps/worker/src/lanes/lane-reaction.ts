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
    case "rejected":
      return FAILURE_POLICY[answer.failure.kind].pauses === "nothing"
        ? { kind: "none" }
        : reactionTo(answer.failure, jittered(random), probeMs);
    case "not-sent":
      return reactionTo(answer.failure, jittered(random), probeMs);
    case "throttled":
      return reactionTo(answer.failure, answer.retryAfterMs ?? jittered(random), probeMs);
  }
}

/** @param waitMs until a refusal that passes by itself has passed. */
function reactionTo(failure: Failure, waitMs: number, probeMs: number): LaneReaction {
  const { retry, pauses } = FAILURE_POLICY[failure.kind];
  if (pauses === "account") return { kind: "pause", failure };
  if (pauses === "lane" && !retry)
    return { kind: "cool-down", scope: "model", failure, delayMs: probeMs, full: false };
  return {
    kind: "cool-down",
    scope: "lane",
    failure,
    delayMs: Math.min(waitMs, MAX_COOL_DOWN_MS),
    full: failure.kind === "concurrency_limited",
  };
}

/** Spreads the retries of replicas that were throttled at the same time. */
function jittered(random: () => number): number {
  return COOL_DOWN_MS * (0.5 + random());
}
