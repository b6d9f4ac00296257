import type { FindModel, Limits } from "@dashqueue/dashscope";
import { limitsIn, regionOf, sentNameOf } from "@dashqueue/dashscope";

import type { ReportedLimits } from "./quotas.ts";

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

/** What is known of an account's limits beside what is configured. */
export interface LearnedLimits {
  /** What the provider reports for the model. */
  readonly reported: ReportedLimits | null;
  /** What an operator has set, by model, or `*` for all. */
  readonly live: Readonly<Record<string, Limits>>;
}

/**
 * The limits of a model on an account. What an operator has set for it, or for all models (`*`),
 * counts alone. Otherwise they are what is configured for it, or for all models; else what the
 * provider reports, and the catalog's for what it does not report. If the provider reports that
 * tasks can wait there, the account's `feedAhead` is added, so that the next task starts before a
 * poll finds that the last one has ended.
 */
export function limitsOf(
  id: string,
  { limits, baseUrl, feedAhead = 0 }: ConfiguredLimits,
  findModel: FindModel,
  { reported, live }: LearnedLimits,
): Limits {
  const names = namesOf(id, findModel);
  const set = firstOf(live, names);
  if (set !== undefined) return set;
  const model = findModel(id);
  const known = model === undefined ? UNKNOWN_MODEL : limitsIn(model, regionOf(baseUrl));
  const { submitsPerSecond, maxInFlight } = firstOf(limits, names) ?? {
    submitsPerSecond: reported?.submitsPerSecond ?? known.submitsPerSecond,
    maxInFlight: reported?.maxInFlight ?? known.maxInFlight,
  };
  return {
    submitsPerSecond,
    maxInFlight: maxInFlight + Math.min(feedAhead, reported?.maxQueued ?? 0),
  };
}

/**
 * Whether operators have set a limit of 0 tasks in flight for a model on each account.
 *
 * @param live what they have set on each account, by model, or `*` for all
 */
export function isPausedByLimits(
  id: string,
  live: readonly LearnedLimits["live"][],
  findModel: FindModel,
): boolean {
  const names = namesOf(id, findModel);
  return live.length > 0 && live.every((limits) => firstOf(limits, names)?.maxInFlight === 0);
}

/** An alias counts against the limits of the name that is sent. */
function namesOf(id: string, findModel: FindModel): readonly string[] {
  return [id, sentNameOf(id, findModel), "*"];
}

function firstOf(
  limits: Readonly<Record<string, Limits>>,
  names: readonly string[],
): Limits | undefined {
  const name = names.find((each) => Object.hasOwn(limits, each));
  return name === undefined ? undefined : limits[name];
}
