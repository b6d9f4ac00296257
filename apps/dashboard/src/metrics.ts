import { collectDefaultMetrics, Counter, Registry } from "prom-client";

export interface Metrics {
  readonly registry: Registry;
  readonly written: (allowed: boolean) => void;
}

/** Numbers only: no ids, no content, no users. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const writes = new Counter({
    name: "dashqueue_dashboard_writes_total",
    help: "Writes that were asked for on the board, by whether they were allowed.",
    labelNames: ["allowed"],
    registers: [registry],
  });
  return { registry, written: (allowed) => writes.inc({ allowed: String(allowed) }) };
}
