import type { Registry } from "prom-client";
import { Gauge } from "prom-client";

/** Adds to the metrics of a process which version of dashqueue and of Node it runs. */
export function registerBuildInfo(registry: Registry, version: string): void {
  new Gauge({
    name: "dashqueue_build_info",
    help: "1, with the versions of dashqueue and of Node that the process runs.",
    labelNames: ["version", "node"],
    registers: [registry],
  }).set({ version, node: process.version }, 1);
}
