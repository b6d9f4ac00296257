import type { Generation } from "@dashqueue/queue/internal";
import { Registry } from "prom-client";
import { expect, it } from "vitest";

import { GENERATIONS } from "../../test/fixtures/generations.ts";
import { registerSettling } from "./settling-metrics.ts";

it("counts what operators of lost create requests look at", async () => {
  const registry = new Registry();
  let now = 0;
  let uncertain: readonly Generation[] = [];
  const counters = registerSettling(
    {
      gate: { contradictionOf: async () => "another task" },
      clocks: { aheadMs: () => 1_500 },
      accounts: [{ name: "paris", baseUrl: "https://dashscope.example", exclusive: true }],
      store: {
        count: async () => uncertain.length,
        page: async () => ({ generations: uncertain, total: uncertain.length }),
      },
      reconcileMs: 60_000,
      now: () => now,
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

  expect(text).toContain("dashqueue_oldest_uncertain_seconds 0\n");
  const { attempt } = GENERATIONS.uncertain;
  const begun = (begunAt: number) => ({
    ...GENERATIONS.uncertain,
    attempt: { ...attempt, begunAt },
  });
  uncertain = [begun(170_000), begun(60_000), GENERATIONS.running];

  // Another worker has settled what was searched for, so that no other search follows here.
  now = 180_001;
  expect(await registry.metrics()).toContain('dashqueue_tasks_unlisted{account="paris"} 0\n');
  expect(await registry.metrics()).toContain("dashqueue_oldest_uncertain_seconds 120.001\n");
  counters.unlisted("paris", true);
  counters.unlisted("paris", false);
  expect(await registry.metrics()).toContain('dashqueue_tasks_unlisted{account="paris"} 0\n');
});
