import type { FindModel, Limits } from "@dashqueue/dashscope";
import { limitsIn, regionOf, sentNameOf } from "@dashqueue/dashscope";

import type { ToldLimits } from "./quotas.ts";

/** A lowered limit grows back by one per interval: about as long as a rate limit lasts. */
export const RAISE_MS = 60_000;

/** For unknown models: the lowest limits of any known model. */
const UNKNOWN_MODEL: Limits = { submitsPerSecond: 1, maxInFlight: 1 };

/** What is configured for an account. */
export interface ConfiguredLimits {
  readonly baseUrl: string;
  /** By model, or `*` for all. */
  readonly limits: Readonly<Record<string, Limits>>;
  readonly feedAhead?: number | undefined;
}

/**
 * The limits of a model on an account: configured for it, or for all models (`*`); otherwise those
 * that the provider tells, and the catalog's for what it does not tell. Where the provider tells
 * that tasks can wait there, the account's `feedAhead` is added, so that the next task starts
 * before a poll finds that the last one has ended.
 */
export function limitsOf(
  id: string,
  { limits, baseUrl, feedAhead = 0 }: ConfiguredLimits,
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
