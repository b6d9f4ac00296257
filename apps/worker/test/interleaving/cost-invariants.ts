import type { Generation, Keys } from "@dashqueue/queue/internal";
import { costEntryOf, dayOf, sumOf, totalsOf } from "@dashqueue/queue/internal";

import type { ProviderModel } from "./provider-model.ts";
import type { RedisModel } from "./redis-model.ts";

interface Counted {
  readonly redis: RedisModel;
  readonly keys: Keys;
  readonly provider: ProviderModel;
  readonly spendLimit: string | null;
}

/** What is held, at risk and settled is what the records say, each once. */
export function miscounted(all: readonly Generation[], { redis, keys }: Counted): string[] {
  const entries = all.map(costEntryOf).filter((entry) => entry !== null);
  const times = all.flatMap(({ createdAt, updatedAt }) => [createdAt, updatedAt]);
  return [...new Set([...times.map(dayOf), ...entries.map(({ day }) => day)])].flatMap((day) => {
    const counted = totalsOf(day, redis.hgetall(keys.costs(day))).map(
      ({ state, amount, generations }) => `${state} ${amount ?? "unknown"} of ${generations}`,
    );
    const groups = Map.groupBy(
      entries.filter((entry) => entry.day === day),
      ({ state }) => state,
    );
    const said = [...groups].map(([state, group]) => {
      return `${state} ${sumOf(group.map(({ cost }) => cost?.amount ?? "0"))} of ${group.length}`;
    });
    const [is, ought] = [counted.toSorted().join(), said.toSorted().join()];
    return is === ought ? [] : [`costs of ${day} are ${is}, and the records say ${ought}`];
  });
}

/** No day costs more than its limit, whatever comes of what is open. */
export function overspent(all: readonly Generation[], { spendLimit }: Counted): string[] {
  if (spendLimit === null) return [];
  const entries = all.map(costEntryOf).filter((entry) => entry !== null);
  const days = Map.groupBy(entries, ({ day }) => day);
  return [...days].flatMap(([day, ofDay]) => {
    const spent = sumOf(ofDay.map(({ cost }) => cost?.amount ?? "0"));
    return Number(spent) > Number(spendLimit)
      ? [`limit: ${spent} of ${spendLimit} are spent on ${day}`]
      : [];
  });
}

/** What nobody knows may have been charged, or not; all else is the provider's ledger. */
export function unlikeTheLedger(all: readonly Generation[], { provider }: Counted): string[] {
  const entries = all.map(costEntryOf).filter((entry) => entry !== null);
  const count = (...states: readonly string[]) =>
    entries.filter(({ state }) => states.includes(state)).length;
  const charged = provider.tasks.filter(({ status }) => status === "SUCCEEDED").length;
  const isRight =
    count("held") === 0 && count("settled") <= charged && charged <= count("settled", "at_risk");
  return isRight
    ? []
    : [
        `costs: ${count("settled")} settled, ${count("at_risk")} at risk, and ${charged} were charged`,
      ];
}
