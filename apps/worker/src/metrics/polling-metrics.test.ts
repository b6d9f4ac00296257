import { Registry } from "prom-client";
import { expect, it } from "vitest";

import { registerPolling } from "./polling-metrics.ts";

it("counts how late the ends of tasks are found, in seconds", async () => {
  const registry = new Registry();
  const { found, callbackMissed } = registerPolling([registry]);
  found("wan", 1_500);
  callbackMissed();
  const text = await registry.metrics();
  for (const line of [
    'dashqueue_detection_lag_seconds_bucket{le="1",model="wan"} 0',
    'dashqueue_detection_lag_seconds_bucket{le="2",model="wan"} 1',
    'dashqueue_detection_lag_seconds_sum{model="wan"} 1.5',
    "dashqueue_callbacks_missed_total 1",
  ])
    expect(text).toContain(`${line}\n`);
});
