import type { GenerationStore, SpendLimits } from "@dashqueue/queue/internal";
import { DAY_MS, dayOf } from "@dashqueue/queue/internal";
import type { Registry } from "prom-client";
import { Gauge } from "prom-client";

export interface CostMetricsPorts {
  readonly store: Pick<GenerationStore, "costs">;
  readonly spendLimits: SpendLimits;
  now(): number;
}

/**
 * Gauges of what the attempts of this UTC day cost over all replicas, and of the daily limits.
 * Graphs need no exact decimals.
 */
export function registerCosts(
  { store, spendLimits, now }: CostMetricsPorts,
  registers: Registry[],
): void {
  new Gauge({
    name: "dashqueue_costs_today",
    help: "Costs of today's attempts (UTC) that are held, at risk or settled, in currency units, over all replicas.",
    labelNames: ["account", "model", "state", "currency"],
    registers,
    async collect() {
      // Removes the labels of yesterday.
      this.reset();
      for (const { account, model, state, currency, amount } of await store.costs([dayOf(now())]))
        if (currency !== null) this.inc({ account, model, state, currency }, Number(amount));
    },
  });
  new Gauge({
    name: "dashqueue_unpriced_generations_today",
    help: "Today's attempts (UTC) whose price is unknown, over all replicas.",
    labelNames: ["account", "model", "state"],
    registers,
    async collect() {
      this.reset();
      for (const { account, model, state, currency, generations } of await store.costs([
        dayOf(now()),
      ]))
        if (currency === null) this.inc({ account, model, state }, generations);
    },
  });
  new Gauge({
    name: "dashqueue_costs_at_risk",
    help: "Costs of today's and yesterday's attempts (UTC) that are not known yet, over all replicas.",
    labelNames: ["account", "currency"],
    registers,
    async collect() {
      this.reset();
      // An uncertain attempt is settled within a day.
      const days = [dayOf(now() - DAY_MS), dayOf(now())];
      for (const { account, state, currency, amount } of await store.costs(days))
        if (currency !== null && state === "at_risk")
          this.inc({ account, currency }, Number(amount));
    },
  });
  registerSpendLimits(spendLimits, registers);
}

function registerSpendLimits(spendLimits: SpendLimits, registers: Registry[]): void {
  const limits = new Gauge({
    name: "dashqueue_daily_spend_limit",
    help: "DAILY_SPEND_LIMIT of this worker; account * is the limit for all accounts together.",
    labelNames: ["account", "currency"],
    registers,
  });
  for (const [account, amounts] of Object.entries({
    "*": spendLimits.overall,
    ...spendLimits.accounts,
  }))
    for (const [currency, amount] of Object.entries(amounts))
      limits.set({ account, currency }, Number(amount));
}
