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
      `the provider refuses this account, submission is paused and generations wait. ${FAILURE_POLICY[kind].advice}`,
    );
  }

  async function coolDown(
    created: ModelInLane,
    { scope, failure, delayMs, full }: Extract<LaneReaction, { kind: "cool-down" }>,
  ): Promise<void> {
    const { lane, model } = created;
    const { kind, code, message } = failure;
    const maxInFlight = full ? await gate.lowerLimit(lane) : undefined;
    if (!(await gate.coolDown(created, scope, failure, delayMs))) return;
    logger[kind === "configuration" ? "error" : "warn"](
      {
        event: "lane-delayed",
        lane: laneName(lane),
        model,
        kind,
        code,
        provider_message: message,
        delayMs,
        maxInFlight,
      },
      `no create request ${scope === "lane" ? "in this lane" : "for this model"} for a while. ${FAILURE_POLICY[kind].advice}`,
    );
  }

  return {
    pauseAccount,
    async stopSpending(lane, day) {
      const isNew = await gate.overLimit(lane, day);
      if (isNew)
        logger.warn(
          { event: "spend-limit-reached", lane: laneName(lane), day },
          `the daily spend limit is spent or held, submission resumes after midnight UTC. ${FAILURE_POLICY.spend_limit.advice}`,
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
}
