import type { AccountGate, Failure, Lane, ModelInLane } from "@dashqueue/queue/internal";
import { FAILURE_POLICY, laneName } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { LaneReaction } from "./lane-reaction.ts";

/** Tells all replicas what an answer means for a lane or an account, and a person once. */
export interface Reactions {
  react(created: ModelInLane, reaction: LaneReaction): Promise<void>;
  pauseAccount(account: string, failure: Failure): Promise<void>;
  /** No create goes out in this lane for the rest of the day. True when that was not said before. */
  stopSpending(lane: Lane, day: string): Promise<boolean>;
}

export function createReactions(
  gate: Pick<AccountGate, "pause" | "resume" | "coolDown" | "lowerLimit" | "overLimit">,
  logger: Logger,
  probeMs: number,
): Reactions {
  async function pauseAccount(account: string, failure: Failure): Promise<void> {
    if (!(await gate.pause(account, failure, probeMs))) return;
    const { kind, code, message, requestId } = failure;
    logger.error(
      {
        event: "account-paused",
        account,
        kind,
        code,
        provider_message: message,
        request_id: requestId,
      },
      `The provider refuses this account, so nothing is submitted; what waits keeps waiting. ${FAILURE_POLICY[kind].advice}`,
    );
  }

  return {
    pauseAccount,
    async stopSpending(lane, day) {
      const isNews = await gate.overLimit(lane, day);
      if (isNews)
        logger.warn(
          { event: "spend-limit-reached", lane: laneName(lane), day },
          `What may be spent on a day is spent or held, so nothing more is submitted; what waits goes on after midnight, UTC. ${FAILURE_POLICY.spend_limit.advice}`,
        );
      return isNews;
    },
    async react(created, reaction) {
      const { lane, model } = created;
      const { account } = lane;
      switch (reaction.kind) {
        case "none":
          return;
        case "resume":
          if (await gate.resume(created))
            logger.info(
              { event: "account-resumed", account },
              "The provider accepts this account again.",
            );
          return;
        case "pause":
          return pauseAccount(account, reaction.failure);
        case "cool-down": {
          const { kind, code, message } = reaction.failure;
          const maxInFlight = reaction.full ? await gate.lowerLimit(lane) : undefined;
          if (!(await gate.coolDown(created, reaction.scope, reaction.failure, reaction.delayMs)))
            return;
          const level = kind === "configuration" ? "error" : "warn";
          logger[level](
            {
              event: "lane-delayed",
              lane: laneName(lane),
              model,
              kind,
              code,
              provider_message: message,
              delayMs: reaction.delayMs,
              maxInFlight,
            },
            `No create ${reaction.scope === "lane" ? "goes out in this lane" : "of this model goes out"} for a while. ${FAILURE_POLICY[kind].advice}`,
          );
        }
      }
    },
  };
}
