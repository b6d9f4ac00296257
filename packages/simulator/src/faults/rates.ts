import { z } from "zod";

import type { Effect, Operation } from "./fault.ts";
import { presetFault, presetNames, type PresetName } from "./presets.ts";
import { createRandom } from "../tasks/random.ts";

export const ratesSchema = z.strictObject({
  /** How likely each is, from 0 to 1, for every request that it can meet. */
  rates: z.partialRecord(z.enum(presetNames), z.number().min(0).max(1)),
  /** The same seed and the same order of requests have the same faults. */
  seed: z.int().min(0).default(1),
});

export type Rates = z.infer<typeof ratesSchema>;

/** Faults by chance. */
export type FaultRates = {
  readonly set: (rates: Rates) => void;
  /** What chance does to the next request of this kind; at most one thing. */
  readonly draw: (on: Operation) => Effect | null;
  readonly clear: () => void;
};

export function createFaultRates(initial: Rates): FaultRates {
  let { rates } = initial;
  let random = createRandom(initial.seed);
  return {
    set: (next) => {
      rates = next.rates;
      random = createRandom(next.seed);
    },
    draw: (on) => {
      for (const name of Object.keys(rates) as PresetName[]) {
        const preset = presetFault(name);
        if (preset.on === on && random() < (rates[name] ?? 0)) return preset.do;
      }
      return null;
    },
    clear: () => {
      rates = {};
    },
  };
}
