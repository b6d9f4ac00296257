import type { AccountGate } from "@dashqueue/queue/internal";
import type { Registry } from "prom-client";
import { Gauge, Histogram } from "prom-client";

import type { ObserveCall } from "./observed-client.ts";

export interface ProviderMetricsPorts {
  readonly gate: Pick<AccountGate, "queryBacklogMs">;
  readonly accounts: readonly { readonly name: string }[];
  /** The time between two queries of an account, for all replicas together, milliseconds. */
  readonly queryMs: number;
  now(): number;
}

/** Measures the requests to the provider on an account. */
export type MeasureCalls = (account: string) => ObserveCall;

/** How the provider answers this process, and how much of the query budget is used (G8). */
export function registerProvider(
  { gate, accounts, queryMs, now }: ProviderMetricsPorts,
  registers: Registry[],
): MeasureCalls {
  const durations = new Histogram({
    name: "dashqueue_provider_request_duration_seconds",
    help: "Time of requests to the provider, by what was called and the kind of its answer.",
    labelNames: ["account", "call", "answer"],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  new Gauge({
    name: "dashqueue_query_limit",
    help: "Queries per second that all replicas together send on one account at most.",
    registers,
    collect() {
      this.set(1_000 / queryMs);
    },
  });
  new Gauge({
    name: "dashqueue_query_backlog_seconds",
    help: "How long a query of an account waits for its turn, over all replicas.",
    labelNames: ["account"],
    registers,
    async collect() {
      for (const { name } of accounts)
        this.set({ account: name }, (await gate.queryBacklogMs(name, now())) / 1_000);
    },
  });
  return (account) => async (call, send) => {
    const startedAt = now();
    const answer = await send();
    durations.observe({ account, call, answer: answer.kind }, (now() - startedAt) / 1_000);
    return answer;
  };
}
