import type { CreateRequest, Polling } from "@dashqueue/dashscope";
import type { Observed, Running } from "@dashqueue/queue/internal";

import type { Law } from "./law.ts";
import { lawOf } from "./law.ts";

/** The parameters that decide how long a task of a model takes, such as `720P 5`. */
export type Kind = string;

/** Every task of a model. */
export const ALL: Kind = "";

/** A kind with fewer observations is taken to be like the model's other tasks. */
const LEAST_OBSERVED = 20;

export function kindOf({ parameters = {} }: Pick<CreateRequest, "parameters">): Kind {
  const { resolution, size, duration } = parameters;
  const words = [resolution ?? size, duration].filter(
    (value) => typeof value === "string" || typeof value === "number",
  );
  return words.join(" ").slice(0, LONGEST_KIND);
}

const LONGEST_KIND = 40;

/** The laws of a model's kinds that were observed often enough, and of all its tasks. */
export function lawsOf(
  kinds: ReadonlyMap<Kind, Observed>,
  polling: Polling,
): ReadonlyMap<Kind, Law> {
  const known = [...kinds].filter(([kind, observed]) => {
    const tasks = [...observed.values()].reduce((sum, count) => sum + count, 0);
    return kind === ALL || tasks >= LEAST_OBSERVED;
  });
  return new Map(known.map(([kind, observed]) => [kind, lawOf(observed, polling)]));
}

/**
 * When a task ended; null if the provider's clock was not compared.
 *
 * @param endedAt as the provider told it, by the shared clock; null if it did not.
 */
export function endOf(
  { attempt: { providerAheadMs } }: Running,
  endedAt: number | null,
  now: number,
): number | null {
  const isComparable = endedAt !== null && typeof providerAheadMs === "number";
  return isComparable ? Math.min(endedAt, now) : null;
}

/** How long a task took, milliseconds; if its end is not known, until it was read. */
export function durationMs(running: Running, endedAt: number | null, now: number): number {
  return Math.max(0, (endOf(running, endedAt, now) ?? now) - running.task.submittedAt);
}
