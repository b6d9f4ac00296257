import type { Fault, Rates, Simulator } from "@dashqueue/simulator";

import { fakeClock } from "@dashqueue/testing";
import type { Hazard } from "./hazards.ts";

/** Further than the settings tolerate by default, in both directions. */
const CLOCK_OFFSETS_S = { provider: 600, producer: -240, workers: [-300, 420] };

/** The provider's clock. */
export function hostileNow(): number {
  return Date.now() + CLOCK_OFFSETS_S.provider * 1_000;
}

/** The variables of the nth process of this name. */
export function hostileEnvironment(name: string, index: number): Readonly<Record<string, string>> {
  const { producer, workers } = CLOCK_OFFSETS_S;
  const offset = name === "producer" ? producer : (workers[index % workers.length] ?? 0);
  return fakeClock(offset);
}

/** Faults that make the provider say less than the truth, or something else. */
export const HOSTILE_RATES: Rates["rates"] = {
  "list-hole": 0.1,
  "prompt-normalized": 0.2,
  "prompt-cut": 0.05,
  "download-stalled": 0.02,
  "download-gzip": 0.05,
  "download-unsized": 0.05,
  "download-html": 0.02,
  "download-empty": 0.02,
  "query-504": 0.01,
};

/** A larger jump keeps what is uncertain in that moment uncertain for a day, with its slot. */
const JUMP_MS = 45_000;

/** What the provider says for a while. */
const LIES: Readonly<Record<string, Fault>> = {
  "empty lists": { on: "list", do: { kind: "hide-rows", count: 1_000_000 } },
  "old lists": { on: "list", do: { kind: "lag", ms: 10 * 60_000 } },
};
const LIES_IN_A_ROW = 8;

export function providerHazards(
  simulator: Pick<Simulator, "advance" | "script">,
): readonly Hazard[] {
  return [
    {
      name: "provider's clock jumps",
      atMost: 1,
      strike: async () => simulator.advance(JUMP_MS),
    },
    ...Object.entries(LIES).map(([name, fault]) => ({
      name,
      strike: async () => simulator.script({ times: LIES_IN_A_ROW, ...fault }),
    })),
  ];
}
