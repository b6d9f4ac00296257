import { marketOf } from "@dashqueue/dashscope";
import type {
  Failure,
  GenerationStore,
  Line,
  Queued,
  ReachedLimit,
  Spent,
  Tenant,
  Tenants,
} from "@dashqueue/queue/internal";
import {
  BUDGET_NAMES,
  budgetFailure,
  budgetVerdict,
  dayOf,
  holdOf,
  isWaiting,
} from "@dashqueue/queue/internal";

import type { PricedAccount } from "./daily-limit.ts";

export interface TenantBudgetsPorts {
  readonly tenants: Pick<Tenants, "list" | "reached">;
  readonly store: Pick<GenerationStore, "spentBy">;
  readonly now: () => number;
}

/** A tenant with a budget. */
export interface KnownBudget {
  readonly tenant: Tenant;
  readonly spent: Spent;
  /** The limits that were reached today or in this month. */
  readonly reached: readonly ReachedLimit[];
}

/** The budgets of the tenants that have one, by tenant. */
export async function readBudgets({
  tenants,
  store,
  now,
}: TenantBudgetsPorts): Promise<ReadonlyMap<string, KnownBudget>> {
  const limited = (await tenants.list()).filter(
    ({ limits }) => limits.dailySpend !== null || limits.monthlySpend !== null,
  );
  if (limited.length === 0) return new Map();
  const reached = await tenants.reached(now());
  const read = limited.map(async (tenant): Promise<[string, KnownBudget]> => {
    const spent = await store.spentBy(tenant.id, dayOf(now()));
    return [tenant.id, { tenant, spent, reached: reached.get(tenant.id) ?? [] }];
  });
  return new Map(await Promise.all(read));
}

/** By tenant, what differs whenever its budget was changed, was reached or has reset. */
export function budgetReasons(
  known: ReadonlyMap<string, KnownBudget>,
): ReadonlyMap<string, string> {
  return new Map(
    [...known].map(([id, { tenant, reached }]) => {
      const { dailySpend, monthlySpend, allowUnboundedCost } = tenant.limits;
      return [id, JSON.stringify([dailySpend, monthlySpend, allowUnboundedCost, reached])];
    }),
  );
}

/**
 * Why its tenant's budget keeps this generation waiting on all of these accounts; null if it has
 * room. One that kept its slot finds out itself, and gives up the slot.
 */
export function budgetNotice(
  queued: Queued,
  accounts: readonly PricedAccount[],
  known: ReadonlyMap<string, KnownBudget>,
  now: number,
): Failure | null {
  const budget = known.get(queued.tenant);
  if (budget === undefined || !isWaiting(queued)) return null;
  const verdicts = accounts.map((account) =>
    budgetVerdict(holdOf(queued.request, marketOf(account)), budget.tenant.limits, budget.spent),
  );
  const refusals = verdicts.filter((verdict) => verdict.kind !== "free");
  if (refusals.length < verdicts.length) return null;
  const refusal = refusals.find(({ kind }) => kind === "over-budget") ?? refusals[0];
  return refusal === undefined ? null : budgetFailure(refusal, now);
}

export interface OverBudgetPorts extends TenantBudgetsPorts {
  readonly line: Pick<Line, "first">;
  readonly store: Pick<GenerationStore, "spentBy" | "get">;
  readonly accounts: readonly PricedAccount[];
}

/**
 * Returns a function that finds out whether nobody in the line of a model can be served because of
 * the budgets of tenants. A limit that was reached before may have room now: what was reserved
 * may be free again, and other generations may cost less.
 */
export function createOverBudget(ports: OverBudgetPorts): (model: string) => Promise<boolean> {
  const { line, store, accounts, tenants, now } = ports;
  return async (model) => {
    const reached = await tenants.reached(now());
    const first = await line.first(model);
    if (first.length === 0 || !first.every(({ tenant }) => reached.has(tenant))) return false;
    const known = await readBudgets(ports);
    for (const { id } of first) {
      const next = await store.get(id);
      const refusal = next?.status === "queued" ? budgetNotice(next, accounts, known, now()) : null;
      if (!BUDGET_NAMES.some((name) => name === refusal?.code)) return false;
    }
    return true;
  };
}
