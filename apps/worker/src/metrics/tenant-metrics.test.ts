import type { CostTotal } from "@dashqueue/queue/internal";
import { Registry } from "prom-client";
import { expect, it } from "vitest";

import { START } from "../../test/fixtures/generations.ts";
import { registerTenants } from "./tenant-metrics.ts";

const total = (tenant: string, amount: string): CostTotal => ({
  day: "2026-11-22",
  account: "paris",
  model: "wan",
  tenant,
  state: "settled",
  currency: "CNY",
  amount,
  generations: 1,
});

it("shows what the 20 tenants with the highest costs spend, and all others together", async () => {
  const registry = new Registry();
  const small = Array.from({ length: 30 }, (_, index) => total(`small-${index}`, "0.10"));
  const unpriced = { ...total("free", "0"), amount: null, currency: null };
  const costs = [...small, total("large", "3.50"), total("large", "3.50"), unpriced];
  registerTenants(
    {
      store: { costs: async ([day]) => (day === "2026-11-22" ? costs : []) },
      tenants: {
        reached: async () => new Map([["large", [{ name: "daily_spend" as const, mark: "" }]]]),
      },
      now: () => START,
    },
    [registry],
  );
  const text = await registry.metrics();
  expect(text).toContain('dashqueue_tenant_costs_today{tenant="large",currency="CNY"} 7\n');
  expect(text).toMatch(/dashqueue_tenant_costs_today\{tenant="\*",currency="CNY"\} 1\.[01]\d*\n/);
  expect(text.match(/^dashqueue_tenant_costs_today\{/gm)).toHaveLength(21);
  expect(text).toContain('dashqueue_tenants_over_budget{limit="daily_spend"} 1\n');
  expect(text).toContain('dashqueue_tenants_over_budget{limit="monthly_spend"} 0\n');
});
