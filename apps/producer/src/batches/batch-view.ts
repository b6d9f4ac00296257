import type { Batch, BatchCost, CostEntry, Status } from "@dashqueue/queue/internal";
import { isTerminal, STATUSES, sumOf } from "@dashqueue/queue/internal";

/**
 * A batch as callers see it.
 *
 * @param statuses how many of its generations have each status
 * @param cost what they cost together
 */
export function batchView(
  { id, tenant, createdAt, count, estimate, unpriced }: Batch,
  statuses: Readonly<Record<Status, number>>,
  cost: readonly BatchCost[],
) {
  const open = openIn(statuses);
  return {
    id,
    tenant,
    status: open === 0 ? "ended" : "running",
    created_at: new Date(createdAt).toISOString(),
    count,
    ended: count - open,
    statuses: { ...statuses, gone: count - sum(statuses, STATUSES) },
    estimate,
    unpriced,
    cost,
  };
}

/** How many of them have not ended. */
export function openIn(statuses: Readonly<Record<Status, number>>): number {
  return sum(
    statuses,
    STATUSES.filter((status) => !isTerminal(status)),
  );
}

function sum(statuses: Readonly<Record<Status, number>>, some: readonly Status[]): number {
  return some.reduce((total, each) => total + statuses[each], 0);
}

/** One total for each state and currency. */
export function totalsOf(costs: readonly CostEntry[]): BatchCost[] {
  const groups = Map.groupBy(costs, ({ state, cost }) => `${state} ${cost?.currency ?? ""}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const currency = first.cost?.currency ?? null;
    const amounts = group.flatMap(({ cost }) => cost?.amount ?? []);
    const amount = currency === null ? null : sumOf(amounts);
    return [{ state: first.state, currency, amount, generations: group.length }];
  });
}
