import { z } from "zod";

import type { Effect, Operation } from "./fault.ts";
import type { PresetName } from "./presets.ts";
import { PRESET_NAMES, presetFault } from "./presets.ts";
import { createRandom } from "./seeded-random.ts";

export const ratesSchema = z.strictObject({
  /** The probability of each preset, from 0 to 1, for every request that it can affect. */
  rates: z.partialRecord(z.enum(PRESET_NAMES), z.number().min(0).max(1), {
    error: unknownPresets,
  }),
  /** The same seed and the same order of requests give the same faults. */
  seed: z.int().min(0).default(1),
});

/** Of names that are none; the types of Zod do not have this issue of a partial record. */
function unknownPresets(issue: object): string | undefined {
  if (!("keys" in issue) || !Array.isArray(issue.keys)) return undefined;
  return `has no predefined fault ${issue.keys.join(", ")}; there are ${PRESET_NAMES.join(", ")}`;
}

/** Random faults: the probability of each preset, and the seed. */
export type Rates = z.infer<typeof ratesSchema>;

export interface FaultRates {
  readonly set: (rates: Rates) => void;
  /** Draws the effect on the next request of this operation; at most one. */
  readonly draw: (on: Operation) => Effect | null;
  readonly clear: () => void;
}

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
