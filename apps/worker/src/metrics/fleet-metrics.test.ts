import { findModel } from "@dashqueue/dashscope";
import { Registry } from "prom-client";
import { expect, it } from "vitest";

import { FAILURE, START } from "../../test/fixtures/generations.ts";
import { registerFleet } from "./fleet-metrics.ts";

const MODEL = "wan2.1-vace-plus";
const account = {
  name: "paris",
  apiKey: "sk",
  baseUrl: "https://dashscope.aliyuncs.com/api/v1",
  weight: 1,
  limits: {},
};

it("shows what all replicas share, and nothing of a model that was forgotten", async () => {
  let models = [MODEL];
  let isOverBudget = true;
  let pausedBy = "queue";
  const registry = new Registry();
  registerFleet(
    {
      store: {
        count: async ({ status }) => (status === "queued" ? 3 : 0),
        models: async () => models,
      },
      gate: {
        slots: async () => ["gen_1", "gen_2"],
        pausedFor: async () => null,
        uncheckedFor: async () => FAILURE,
        isOverLimit: async (_lane, day) => day === "2026-11-22",
      },
      queues: {
        isPaused: async (queue) => pausedBy === "queue" && queue === `submit-${MODEL}`,
      },
      isPausedByLimits: async () => pausedBy === "limit",
      isOverBudget: async () => isOverBudget,
      oldestAt: async () => START - 90_000,
      lanes: async () => models.map((model) => ({ account: "paris", model })),
      accounts: [account],
      findModel,
      keyRefusals: { pausedFor: () => ({ kind: "authentication" }) },
      fleet: {
        hasOtherLimits: () => false,
        limitsOf: () => ({ submitsPerSecond: 2, maxInFlight: 5 }),
      },
      now: () => START,
    },
    [registry],
  );
  const shown = async () =>
    (await registry.metrics()).split("\n").filter((line) => /^dashqueue.* [1-9]/.test(line));
  expect(await shown()).toEqual([
    `dashqueue_slots_taken{account="paris",model="${MODEL}"} 2`,
    `dashqueue_slots_limit{account="paris",model="${MODEL}"} 5`,
    `dashqueue_lane_unchecked{account="paris",model="${MODEL}"} 1`,
    `dashqueue_lane_over_spend_limit{account="paris",model="${MODEL}"} 1`,
    `dashqueue_oldest_waiting_seconds{model="${MODEL}"} 90`,
    `dashqueue_queue_paused{model="${MODEL}"} 1`,
    `dashqueue_line_over_budget{model="${MODEL}"} 1`,
    'dashqueue_account_paused{account="paris"} 1',
    'dashqueue_generations{status="queued"} 3',
  ]);
  isOverBudget = false;
  expect((await shown()).join()).not.toContain("over_budget");
  pausedBy = "limit";
  expect(await shown()).toContain(`dashqueue_queue_paused{model="${MODEL}"} 1`);
  pausedBy = "nobody";
  expect((await shown()).join()).not.toContain("queue_paused");
  models = [];
  expect((await shown()).filter((line) => line.includes(MODEL))).toEqual([]);
});
