import type { CostEntry, Generation, Keys } from "@dashqueue/queue/internal";
import { costEntryOf, dayOf, sumOf, totalsOf } from "@dashqueue/queue/internal";

import type { ProviderModel } from "../models/provider-model.ts";
import type { RedisModel } from "../models/redis-model.ts";

interface Counted {
  readonly redis: RedisModel;
  readonly keys: Keys;
  readonly provider: ProviderModel;
  readonly spendLimit: string | null;
  readonly budget: string | null;
}

/** The totals held, at risk and settled are the sums over the records. */
export function miscounted(all: readonly Generation[], { redis, keys }: Counted): string[] {
  const entries = all.map(costEntryOf).filter((entry) => entry !== null);
  const times = all.flatMap(({ createdAt, updatedAt }) => [createdAt, updatedAt]);
  return [...new Set([...times.map(dayOf), ...entries.map(({ day }) => day)])].flatMap((day) => {
    const counted = totalsOf(day, redis.hgetall(keys.costs(day))).map(
      ({ tenant, state, amount, generations }) =>
        `${tenant} ${state} ${amount ?? "unknown"} of ${generations}`,
    );
    const groups = Map.groupBy(
      entries.filter((entry) => entry.day === day),
      ({ tenant, state }) => `${tenant} ${state}`,
    );
    const recorded = [...groups].map(([share, group]) => {
      return `${share} ${sumOf(group.map(({ cost }) => cost?.amount ?? "0"))} of ${group.length}`;
    });
    const [actual, expected] = [counted.toSorted().join(), recorded.toSorted().join()];
    return actual === expected
      ? []
      : [`costs of ${day} are ${actual}, but the records say ${expected}`];
  });
}

/**
 * No day costs more than its limit, and no tenant's more than its budget, whatever the outcome of
 * open generations.
 */
export function overspent(
  all: readonly Generation[],
  { spendLimit, budget }: Pick<Counted, "spendLimit" | "budget">,
): string[] {
  const entries = all.map(costEntryOf).filter((entry) => entry !== null);
  const beyond = (limit: string | null, shareOf: (entry: CostEntry) => string) => {
    if (limit === null) return [];
    return [...Map.groupBy(entries, shareOf)].flatMap(([share, spending]) => {
      const spent = sumOf(spending.map(({ cost }) => cost?.amount ?? "0"));
      return Number(spent) > Number(limit) ? [`${spent} of ${limit} spent ${share}`] : [];
    });
  };
  return [
    ...beyond(spendLimit, ({ day }) => `on ${day}`).map((problem) => `limit: ${problem}`),
    ...beyond(budget, ({ day, tenant }) => `by ${tenant} on ${day}`).map(
      (problem) => `budget: ${problem}`,
    ),
  ];
}

/** Costs at risk may have been charged or not; all others agree with the provider's ledger. */
export function mischarged(all: readonly Generation[], { provider }: Counted): string[] {
  const entries = all.map(costEntryOf).filter((entry) => entry !== null);
  const count = (...states: readonly string[]) =>
    entries.filter(({ state }) => states.includes(state)).length;
  const charged = provider.tasks.filter(({ status }) => status === "SUCCEEDED").length;
  const isRight =
    count("held") === 0 && count("settled") <= charged && charged <= count("settled", "at_risk");
  return isRight
    ? []
    : [
        `costs: ${count("settled")} settled, ${count("at_risk")} at risk, but ${charged} were charged`,
      ];
}
