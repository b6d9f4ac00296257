import type { GenerationStore, SpendLimits } from "@dashqueue/queue/internal";
import { dayOf } from "@dashqueue/queue/internal";
import type { Registry } from "prom-client";
import { Gauge } from "prom-client";

export interface CostMetricsPorts {
  readonly store: Pick<GenerationStore, "costs">;
  readonly spendLimits: SpendLimits;
  now(): number;
}

/** What the attempts of this UTC day cost, over all replicas, beside what they may. Graphs need no exact decimals. */
export function registerCosts(
  { store, spendLimits, now }: CostMetricsPorts,
  registers: Registry[],
): void {
  new Gauge({
    name: "dashqueue_costs_today",
    help: "What today's attempts (UTC) hold, have at risk and have settled, in units of the currency.",
    labelNames: ["account", "model", "state", "currency"],
    registers,
    async collect() {
      // Yesterday's are over.
      this.reset();
      for (const { account, model, state, currency, amount } of await store.costs([dayOf(now())]))
        if (currency !== null) this.set({ account, model, state, currency }, Number(amount));
    },
  });
  new Gauge({
    name: "dashqueue_unpriced_generations_today",
    help: "Today's attempts (UTC) that may cost something, of which nobody knows the price.",
    labelNames: ["account", "model", "state"],
    registers,
    async collect() {
      this.reset();
      for (const { account, model, state, currency, generations } of await store.costs([
        dayOf(now()),
      ]))
        if (currency === null) this.set({ account, model, state }, generations);
    },
  });
  const limits = new Gauge({
    name: "dashqueue_daily_spend_limit",
    help: "DAILY_SPEND_LIMIT; the account * is all together.",
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
