import type { PresetName, Rates, Simulator } from "@dashqueue/simulator";
import { presetFault } from "@dashqueue/simulator";

import { pick } from "./pick.ts";

/** Faults that leave the client without a task id, whether or not a task was made. */
const LOST_ANSWERS: readonly PresetName[] = [
  "lost-answer",
  "answer-500",
  "answer-502",
  "answer-504",
  "late-answer",
  "answer-without-task",
  "refused-500",
];

/** The rates of all other faults, by which every request can fail. */
export function ratesOf(seed: number, more: Rates["rates"]): Rates {
  return {
    seed,
    rates: {
      "throttled-rate": 0.02,
      "fail-silently": 0.01,
      "query-429": 0.01,
      "query-500": 0.01,
      "query-truncated": 0.01,
      "unknown-blip": 0.01,
      regress: 0.01,
      suspended: 0.01,
      "no-result": 0.01,
      "list-hole": 0.02,
      "download-cut": 0.03,
      "download-500": 0.01,
      ...more,
    },
  };
}

/** The prompt by which the simulator's ledger identifies a generation. */
export function promptOf(number: number): string {
  return `chaos film number ${number}.`;
}

/** Scripts lost answers, each for the create request of one generation. Returns their number. */
export function loseAnswers(
  simulator: Pick<Simulator, "script">,
  options: { readonly generations: number; readonly lostAnswers: number },
  random: () => number,
): number {
  let lost = 0;
  for (let number = 1; number <= options.generations; number += 1) {
    if (random() >= options.lostAnswers) continue;
    lost += 1;
    const fault = presetFault(pick(LOST_ANSWERS, random));
    simulator.script({ ...fault, match: { bodyIncludes: promptOf(number) } });
  }
  return lost;
}
