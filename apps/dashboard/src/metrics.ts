import { VERSION } from "@dashqueue/queue/internal";
import { registerBuildInfo } from "@dashqueue/service";
import { collectDefaultMetrics, Counter, Registry } from "prom-client";

export interface Metrics {
  readonly registry: Registry;
  readonly countWrite: (allowed: boolean) => void;
}

/** The metrics carry no ids, no content and no users. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registerBuildInfo(registry, VERSION);
  const writes = new Counter({
    name: "dashqueue_dashboard_writes_total",
    help: "Write requests to the board, by whether they were allowed.",
    labelNames: ["allowed"],
    registers: [registry],
  });
  return { registry, countWrite: (allowed) => writes.inc({ allowed: String(allowed) }) };
}
