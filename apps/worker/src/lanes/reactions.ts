import type { AccountGate, Failure, Lane, ModelInLane } from "@dashqueue/queue/internal";
import { FAILURE_POLICY, laneName } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { LaneReaction } from "./lane-reaction.ts";

/** Applies reactions for all replicas, and logs each change of state once. */
export interface Reactions {
  react(created: ModelInLane, reaction: LaneReaction): Promise<void>;
  pauseAccount(account: string, failure: Failure): Promise<void>;
  /** Closes the lane for the rest of the day. Returns true the first time on that day. */
  stopSpending(lane: Lane, day: string): Promise<boolean>;
}

export function createReactions(
  gate: Pick<AccountGate, "pause" | "resume" | "coolDown" | "lowerLimit" | "overLimit">,
  logger: Logger,
  probeMs: number,
): Reactions {
  return {
    pauseAccount,
    async stopSpending(lane, day) {
      const isNew = await gate.overLimit(lane, day);
      if (isNew)
        logger.warn(
          { event: "spend-limit-reached", lane: laneName(lane), day },
          `daily spend limit reached, submission resumes after midnight UTC. ${FAILURE_POLICY.spend_limit.advice}`,
        );
      return isNew;
    },
    async react(created, reaction) {
      const { account } = created.lane;
      switch (reaction.kind) {
        case "none":
          return;
        case "resume":
          if (await gate.resume(created))
            logger.info(
              { event: "account-resumed", account },
              "the provider accepts this account again, submission resumes",
            );
          return;
        case "pause":
          return pauseAccount(account, reaction.failure);
        case "cool-down":
          return coolDown(created, reaction);
      }
    },
  };

  async function pauseAccount(account: string, failure: Failure): Promise<void> {
    if (!(await gate.pause(account, failure, probeMs))) return;
    const entry = { event: "account-paused", account, ...refusalOf(failure) };
    logger.error(
      { ...entry, request_id: failure.requestId },
      `the provider refuses this account, submission is paused and generations wait. ${FAILURE_POLICY[failure.kind].advice}`,
    );
  }

  async function coolDown(
    created: ModelInLane,
    { scope, failure, delayMs, full }: Extract<LaneReaction, { kind: "cool-down" }>,
  ): Promise<void> {
    const { lane, model } = created;
    const maxInFlight = full ? await gate.lowerLimit(lane) : undefined;
    if (!(await gate.coolDown(created, scope, failure, delayMs))) return;
    const entry = { event: "lane-delayed", lane: laneName(lane), model, ...refusalOf(failure) };
    const advice = FAILURE_POLICY[failure.kind].advice;
    logger[failure.kind === "configuration" ? "error" : "warn"](
      { ...entry, delayMs, maxInFlight },
      `no create request ${scope === "lane" ? "in this lane" : "for this model"} for a while. ${advice}`,
    );
  }
}

function refusalOf({ kind, code, message }: Failure) {
  return { kind, code, provider_message: message };
}
