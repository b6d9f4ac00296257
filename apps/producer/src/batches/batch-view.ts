import type { Batch, CostEntry, Status } from "@dashqueue/queue/internal";
import { isTerminal, STATUSES, sumOf } from "@dashqueue/queue/internal";

/**
 * A batch as callers see it.
 *
 * @param statuses how many of its generations have each status
 * @param costs what each generation costs that costs something
 */
export function batchView(
  { id, tenant, createdAt, count, estimate, unpriced }: Batch,
  statuses: Readonly<Record<Status, number>>,
  costs: readonly CostEntry[],
) {
  const sum = (some: readonly Status[]) => some.reduce((total, each) => total + statuses[each], 0);
  const open = sum(STATUSES.filter((status) => !isTerminal(status)));
  return {
    id,
    tenant,
    status: open === 0 ? "ended" : "running",
    created_at: new Date(createdAt).toISOString(),
    count,
    ended: count - open,
    statuses: { ...statuses, gone: count - sum(STATUSES) },
    estimate,
    unpriced,
    cost: totalsOf(costs),
  };
}

/** One total for each state and currency. */
function totalsOf(costs: readonly CostEntry[]) {
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
