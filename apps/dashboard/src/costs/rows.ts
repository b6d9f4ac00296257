import type { CostTotal } from "@dashqueue/queue/internal";
import { sumOf } from "@dashqueue/queue/internal";

/** By what the page adds up. */
export const GROUPS = ["day", "model", "account", "tenant"] as const;
export type Group = (typeof GROUPS)[number];

/** Amounts of one currency. */
export interface Row {
  readonly name: string;
  readonly currency: string;
  readonly settled: string;
  readonly held: string;
  readonly atRisk: string;
  readonly total: string;
}

/** One row for each name and currency: days newest first, the others by their total. */
export function rowsOf(group: Group, costs: readonly CostTotal[]): readonly Row[] {
  const priced = costs.filter(({ amount }) => amount !== null);
  const rows = [...Map.groupBy(priced, (cost) => `${cost[group]}\n${cost.currency}`).values()].map(
    (same): Row => {
      const sum = (...states: readonly CostTotal["state"][]) =>
        sumOf(same.flatMap(({ state, amount }) => (states.includes(state) ? [amount ?? "0"] : [])));
      return {
        name: same[0]?.[group] ?? "",
        currency: same[0]?.currency ?? "",
        settled: sum("settled"),
        held: sum("held"),
        atRisk: sum("at_risk"),
        total: sum("settled", "held", "at_risk"),
      };
    },
  );
  return group === "day"
    ? rows.toSorted((one, other) => other.name.localeCompare(one.name))
    : rows.toSorted((one, other) => Number(other.total) - Number(one.total));
}
