import type { Registry } from "prom-client";
import { Counter, Histogram } from "prom-client";

export interface PollingCounters {
  callbackMissed(): void;
  /** A query found that a task had ended this long before. */
  found(model: string, lagMs: number): void;
}

/** How this process finds the ends of tasks. */
export function registerPolling(registers: Registry[]): PollingCounters {
  const missed = new Counter({
    name: "dashqueue_callbacks_missed_total",
    help: "Tasks that ended without a callback, where callbacks are configured.",
    registers,
  });
  const lags = new Histogram({
    name: "dashqueue_detection_lag_seconds",
    help: "Time from the end of a task, by the provider's clock, to the query that found it.",
    labelNames: ["model"],
    buckets: [0.5, 1, 2, 5, 10, 30, 60, 300],
    registers,
  });
  return {
    callbackMissed: () => missed.inc(),
    found: (model, lagMs) => lags.observe({ model }, lagMs / 1_000),
  };
}
