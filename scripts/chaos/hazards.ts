import { setTimeout } from "node:timers/promises";

import { pick } from "./pick.ts";

/** Something that goes wrong once in a while. */
export interface Hazard {
  readonly name: string;
  /** Any number of times by default. */
  readonly atMost?: number;
  /** Resolves when it is over. */
  strike(): Promise<void>;
}

/** Lets the hazards strike in random order, one at a time. Returns how often each one did. */
export async function strikeAtRandom(
  hazards: readonly Hazard[],
  everyMs: number,
  random: () => number,
  over: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  while (!over.aborted) {
    await setTimeout(everyMs * (0.5 + random()), undefined, { signal: over }).catch(() => {});
    const left = hazards.filter(({ name, atMost = Infinity }) => (counts[name] ?? 0) < atMost);
    if (over.aborted || left.length === 0) break;
    const hazard = pick(left, random);
    counts[hazard.name] = (counts[hazard.name] ?? 0) + 1;
    await hazard.strike();
  }
  return counts;
}
