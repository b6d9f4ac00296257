import type { FindModel, Limits } from "@dashqueue/dashscope";
import { limitsIn, regionOf, sentNameOf } from "@dashqueue/dashscope";
import type { LaneLimits, ToldLimits } from "@dashqueue/queue/internal";

import type { Account } from "../accounts/accounts.ts";

/** A lowered limit grows back by one per interval: about as long as a rate limit lasts. */
const RAISE_MS = 60_000;

/** For unknown models: the lowest limits of any known model. */
const UNKNOWN_MODEL: Limits = { submitsPerSecond: 1, maxInFlight: 1 };

/**
 * The limits of a model on an account: configured for it, or for all models (`*`); otherwise those
 * that the provider tells, and the catalog's for what it does not tell. Where the provider tells
 * that tasks can wait there, the account's `feedAhead` is added, so that the next task starts
 * before a poll finds that the last one has ended.
 */
export function limitsOf(
  id: string,
  { limits, baseUrl, feedAhead = 0 }: Pick<Account, "limits" | "baseUrl" | "feedAhead">,
  findModel: FindModel,
  told: ToldLimits | null,
): Limits {
  const model = findModel(id);
  const known = model === undefined ? UNKNOWN_MODEL : limitsIn(model, regionOf(baseUrl));
  // An alias counts against the limits of the name that is sent.
  const configured = [id, sentNameOf(id, findModel), "*"].find((name) =>
    Object.hasOwn(limits, name),
  );
  const own = configured === undefined ? undefined : limits[configured];
  const { submitsPerSecond, maxInFlight } = own ?? {
    submitsPerSecond: told?.submitsPerSecond ?? known.submitsPerSecond,
    maxInFlight: told?.maxInFlight ?? known.maxInFlight,
  };
  return {
    submitsPerSecond,
    maxInFlight: maxInFlight + Math.min(feedAhead, told?.maxQueued ?? 0),
  };
}

/**
 * The limits that the lane enforces (G3). Create requests are spaced 5 % wider than the rate limit
 * requires, because requests that leave evenly do not arrive evenly.
 */
export function laneLimitsOf(limits: Limits, probeMs: number): LaneLimits {
  return {
    maxInFlight: limits.maxInFlight,
    intervalMs: Math.ceil(1_050 / limits.submitsPerSecond),
    probeMs,
    raiseMs: RAISE_MS,
  };
}

/** The interval between two jobs of a model's queue that feeds several lanes. */
export function combinedIntervalMs(lanes: readonly LaneLimits[]): number {
  return Math.ceil(1 / lanes.reduce((perMs, { intervalMs }) => perMs + 1 / intervalMs, 0));
}
