import { Registry } from "prom-client";
import { expect, it } from "vitest";

import { registerSweeps } from "./sweep-metrics.ts";

it("counts sweeps and what they found, and shows whether this worker sweeps", async () => {
  const registry = new Registry();
  const counters = registerSweeps([registry]);
  counters.swept("paris", { told: 4, confirmed: 3, unlisted: 2, running: 1 });
  counters.sweepState("paris", "off");
  const text = await registry.metrics();
  for (const line of [
    'dashqueue_sweeps_total{account="paris"} 1',
    'dashqueue_swept_tasks_total{account="paris",finding="told"} 4',
    'dashqueue_swept_tasks_total{account="paris",finding="confirmed"} 3',
    'dashqueue_swept_tasks_total{account="paris",finding="unlisted"} 2',
    'dashqueue_swept_tasks_total{account="paris",finding="running"} 1',
    'dashqueue_sweep_state{account="paris"} -1',
  ])
    expect(text).toContain(`${line}\n`);
  counters.sweepState("paris", "sweeping");
  expect(await registry.metrics()).toContain('dashqueue_sweep_state{account="paris"} 1\n');
});
