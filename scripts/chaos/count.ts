import type { GenerationView } from "@dashqueue/queue/internal";
import type { Simulator } from "@dashqueue/simulator";

import type { ChaosResult } from "./verdict.ts";

/** Compares what the producer knows of its generations with what the provider charged. */
export function count(
  views: readonly (GenerationView | null)[],
  simulator: Pick<Simulator, "ledger" | "stats">,
  maxInFlight: number,
) {
  const charged = simulator.ledger().entries.filter(({ charged }) => Number(charged) > 0);
  const times = new Map<string, number>();
  for (const { prompt } of charged) times.set(prompt, (times.get(prompt) ?? 0) + 1);
  const known = views.filter((view) => view !== null);
  const open = known.filter(({ finished_at }) => finished_at === null);
  const { lanes } = simulator.stats();
  return {
    accepted: views.length,
    succeeded: known.filter(({ status }) => status === "succeeded").length,
    failed: known.filter(({ status }) => status === "failed" || status === "canceled").length,
    paid: charged.length,
    doublyPaid: [...times.values()].filter((count) => count > 1).length,
    lost: views.length - known.length,
    overLimit: lanes.filter(({ peakInFlight }) => peakInFlight > maxInFlight).length,
    uncertain: open.filter(({ status }) => status === "uncertain").map(({ id }) => id),
    stuck: open.filter(({ status }) => status !== "uncertain").length,
  } satisfies Partial<ChaosResult>;
}
