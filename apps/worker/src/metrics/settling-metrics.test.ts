import { Registry } from "prom-client";
import { expect, it } from "vitest";

import { registerSettling } from "./settling-metrics.ts";

it("counts what operators of lost create requests look at", async () => {
  const registry = new Registry();
  const counters = registerSettling(
    {
      gate: { contradictionOf: async () => "another task" },
      clocks: { aheadMs: () => 1_500 },
      accounts: [{ name: "paris", baseUrl: "https://dashscope.example", exclusive: true }],
    },
    [registry],
  );
  counters.late("wan", false);
  counters.ambiguous("wan");
  counters.doubted("tasks-missing");
  counters.unlisted("paris", true);
  const text = await registry.metrics();
  for (const line of [
    'dashqueue_tasks_late_total{model="wan",adopted="false"} 1',
    'dashqueue_tasks_ambiguous_total{model="wan"} 1',
    'dashqueue_absence_unproven_total{doubt="tasks-missing"} 1',
    'dashqueue_tasks_unlisted{account="paris"} 1',
    'dashqueue_provider_clock_ahead_seconds{account="paris"} 1.5',
    'dashqueue_account_not_exclusive{account="paris"} 1',
  ])
    expect(text).toContain(`${line}\n`);
});
