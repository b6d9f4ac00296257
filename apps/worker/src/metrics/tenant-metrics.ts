import type { CostTotal, GenerationStore, Tenants } from "@dashqueue/queue/internal";
import { BUDGET_NAMES, dayOf } from "@dashqueue/queue/internal";
import type { Registry } from "prom-client";
import { Gauge } from "prom-client";

export interface TenantMetricsPorts {
  readonly store: Pick<GenerationStore, "costs">;
  readonly tenants: Pick<Tenants, "reached">;
  now(): number;
}

/** There may be a thousand tenants, and each one would be a time series. */
const MOST_TENANTS = 20;

/** What tenants spend, over all replicas. */
export function registerTenants(
  { store, tenants, now }: TenantMetricsPorts,
  registers: Registry[],
): void {
  new Gauge({
    name: "dashqueue_tenant_costs_today",
    help: "Costs of today's attempts (UTC) of the 20 tenants with the highest ones; tenant * is all others together, over all replicas.",
    labelNames: ["tenant", "currency"],
    registers,
    async collect() {
      this.reset();
      const totals = await store.costs([dayOf(now())]);
      for (const { tenant, currency, amount } of highestCosts(totals, MOST_TENANTS))
        this.inc({ tenant, currency }, amount);
    },
  });
  new Gauge({
    name: "dashqueue_tenants_over_budget",
    help: "Tenants that have reached their daily or monthly budget, over all replicas.",
    labelNames: ["limit"],
    registers,
    async collect() {
      const reached = [...(await tenants.reached(now())).values()].flat();
      for (const limit of BUDGET_NAMES)
        this.set({ limit }, reached.filter(({ name }) => name === limit).length);
    },
  });
}

interface TenantCost {
  readonly tenant: string;
  readonly currency: string;
  readonly amount: number;
}

/** The tenants with the highest costs in each currency, and all others as `*`. */
function highestCosts(totals: readonly CostTotal[], most: number): readonly TenantCost[] {
  const sums = new Map<string, Map<string, number>>();
  for (const { tenant, currency, amount } of totals) {
    if (currency === null) continue;
    const ofTenants = sums.get(currency) ?? new Map<string, number>();
    sums.set(currency, ofTenants.set(tenant, (ofTenants.get(tenant) ?? 0) + Number(amount)));
  }
  return [...sums].flatMap(([currency, ofTenants]) =>
    [...ofTenants]
      .toSorted(([, one], [, other]) => other - one)
      .map(([tenant, amount], rank) => ({ tenant: rank < most ? tenant : "*", currency, amount })),
  );
}
