import type {
  AccountGate,
  BudgetLimit,
  Failure,
  Lane,
  ModelInLane,
  Tenants,
} from "@dashqueue/queue/internal";
import { budgetFailure, FAILURE_POLICY, laneName } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { KeyRefusals } from "./key-refusals.ts";
import type { LaneReaction } from "./lane-reaction.ts";

/** Applies reactions, and logs each change of state once. */
export interface Reactions {
  /** @param isCalm whether there was no pause and no cool-down when the attempt began */
  react(created: ModelInLane, reaction: LaneReaction, isCalm?: boolean): Promise<void>;
  /**
   * Pauses an account for all replicas, or for this worker alone if its API key is at fault.
   *
   * @param refusedModel the model of the refused create request; null for a refused query.
   */
  pauseAccount(account: string, failure: Failure, refusedModel: string | null): Promise<void>;
  /** Ends the refusal of this worker's API key after the provider answered a query. */
  acceptKey(account: string): void;
  /** Closes the lane for the rest of the day. Returns true the first time on that day. */
  stopSpending(lane: Lane, day: string): Promise<boolean>;
  /** Lets the generations of a tenant wait until its budget resets. */
  stopTenant(tenant: string, limit: BudgetLimit): Promise<void>;
}

export interface ReactionPorts {
  readonly gate: Pick<AccountGate, "pause" | "resume" | "coolDown" | "lowerLimit" | "overLimit">;
  readonly tenants: Pick<Tenants, "reach">;
  readonly keyRefusals: Pick<KeyRefusals, "refuse" | "accept">;
  readonly logger: Logger;
  readonly probeMs: number;
  readonly now: () => number;
}

export function createReactions(ports: ReactionPorts): Reactions {
  return {
    react: (created, reaction, isCalm = false) => react(ports, created, reaction, isCalm),
    pauseAccount: (account, failure, refusedModel) =>
      pauseAccount(ports, account, failure, refusedModel),
    acceptKey: (account) => acceptKey(ports, account, "query"),
    async stopSpending(lane, day) {
      const isNew = await ports.gate.overLimit(lane, day);
      if (isNew)
        ports.logger.warn(
          { event: "spend-limit-reached", lane: laneName(lane), day },
          `daily spend limit reached, submission resumes after midnight UTC. ${FAILURE_POLICY.spend_limit.advice}`,
        );
      return isNew;
    },
    async stopTenant(tenant, limit) {
      const now = ports.now();
      if (!(await ports.tenants.reach(tenant, limit, now))) return;
      const { message } = budgetFailure({ kind: "over-budget", limit }, now);
      ports.logger.warn(
        { event: "tenant-limit-reached", tenant, limit: limit.name },
        `a generation waits: ${message}. ${FAILURE_POLICY.tenant_limit.advice}`,
      );
    },
  };
}

async function react(
  ports: ReactionPorts,
  created: ModelInLane,
  reaction: LaneReaction,
  isCalm: boolean,
): Promise<void> {
  switch (reaction.kind) {
    case "none":
      return;
    case "resume":
      return resume(ports, created, isCalm);
    case "pause":
      return pauseAccount(ports, created.lane.account, reaction.failure, created.model);
    case "cool-down":
      return coolDown(ports, created, reaction);
  }
}

function acceptKey(
  { keyRefusals, logger }: ReactionPorts,
  account: string,
  by: "create" | "query",
): void {
  if (keyRefusals.accept(account, by))
    logger.info(
      { event: "api-key-accepted", account },
      "the provider accepts this worker's API key again, submission resumes",
    );
}

/** A pause that began after this attempt is ended by the next probe. */
async function resume(ports: ReactionPorts, created: ModelInLane, isCalm: boolean): Promise<void> {
  const { gate, logger } = ports;
  const { account } = created.lane;
  acceptKey(ports, account, "create");
  if (!isCalm && (await gate.resume(created)))
    logger.info(
      { event: "account-resumed", account },
      "the provider accepts this account again, submission resumes",
    );
}

async function pauseAccount(
  { gate, keyRefusals, logger, probeMs }: ReactionPorts,
  account: string,
  failure: Failure,
  refusedModel: string | null,
): Promise<void> {
  const entry = { account, ...refusalOf(failure), request_id: failure.requestId };
  const { advice } = FAILURE_POLICY[failure.kind];
  if (failure.kind === "authentication") {
    if (keyRefusals.refuse(account, failure, refusedModel === null ? "query" : "create"))
      logger.error(
        { event: "api-key-refused", ...entry },
        `the provider refuses this worker's API key, this worker stops submitting; workers with another key continue. ${advice}`,
      );
  } else if (await gate.pause(account, failure, probeMs, refusedModel)) {
    logger.error(
      { event: "account-paused", ...entry },
      `the provider refuses this account, submission is paused and generations wait. ${advice}`,
    );
  }
}

async function coolDown(
  { gate, logger }: ReactionPorts,
  created: ModelInLane,
  { scope, failure, delayMs, full }: Extract<LaneReaction, { kind: "cool-down" }>,
): Promise<void> {
  const { lane, model } = created;
  const maxInFlight = full ? await gate.lowerLimit(lane) : undefined;
  const news = await gate.coolDown(created, scope, failure, delayMs);
  const entry = { lane: laneName(lane), model, ...refusalOf(failure) };
  const { advice, retry } = FAILURE_POLICY[failure.kind];
  if (news === "new")
    logger[retry ? "warn" : "error"](
      { event: "lane-delayed", ...entry, delayMs, maxInFlight },
      `no create request ${scope === "lane" ? "in this lane" : "for this model"} for a while. ${advice}`,
    );
  // An undocumented meaning of 429: the model has no asynchronous calls.
  if (news === "lasting")
    logger.error(
      { event: "lane-blocked", ...entry },
      "the provider has refused every create request of this lane for 10 minutes. Check in its console whether the model supports asynchronous calls, and whether another system uses up the limits.",
    );
}

function refusalOf({ kind, code, message }: Failure) {
  return { kind, code, provider_message: message };
}
