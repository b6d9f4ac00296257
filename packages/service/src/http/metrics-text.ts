import type { Registry } from "prom-client";

import { isRedisAway } from "./redis-away.ts";

/** Longer than the check of readiness, shorter than the 10 s after which Prometheus gives up. */
const READ_LIMIT_MS = 3_000;

/**
 * Returns what writes the metrics of a process in the Prometheus text format. Metrics that are read
 * from Redis are left out while it does not answer, so that a scrape shows all others. Scrapes at
 * the same time share one reading: an outage queues no more commands with each scrape, and a gauge
 * is not reset while another scrape reads it.
 */
export function createMetricsText(registry: Registry): () => Promise<string> {
  const readings = new Map<string, Promise<string | null>>();
  const read = (name: string) => {
    const reading =
      readings.get(name) ??
      registry
        .getSingleMetricAsString(name)
        .catch(absentIfRedisIsAway)
        .finally(() => readings.delete(name));
    readings.set(name, reading);
    return reading;
  };
  return async () => {
    const late = Promise.withResolvers<null>();
    const timer = setTimeout(() => late.resolve(null), READ_LIMIT_MS);
    try {
      const names = registry.getMetricsAsArray().map(({ name }) => name);
      const texts = await Promise.all(
        names.map(async (name) => Promise.race([read(name), late.promise])),
      );
      return `${texts.filter((text) => text !== null).join("\n\n")}\n`;
    } finally {
      clearTimeout(timer);
    }
  };
}

function absentIfRedisIsAway(error: unknown): null {
  if (isRedisAway(error)) return null;
  throw error;
}
