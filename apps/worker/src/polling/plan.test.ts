import { findModel } from "@dashqueue/dashscope";
import { bucketOf } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { createPollPlan, expectedMs } from "./plan.ts";

const { running } = GENERATIONS;
const { model } = running.request;
const BOUNDS = { minMs: 2_000, maxMs: 30_000 };
const { account } = running.attempt;

interface Given {
  readonly tasks?: number;
  readonly taken?: number;
  readonly bounds?: typeof BOUNDS;
}

function planWith({ tasks = 1, taken = tasks, bounds = BOUNDS }: Given = {}) {
  const kinds = new Map<string, Map<number, number>>();
  const plan = createPollPlan({
    durations: {
      async add(_model, names, bucket, added = 1) {
        for (const kind of names) {
          const counts = kinds.get(kind) ?? new Map<number, number>();
          kinds.set(kind, counts.set(bucket, (counts.get(bucket) ?? 0) + added));
        }
      },
      of: async () => kinds,
    },
    findModel,
    accounts: [account],
    models: async () => [model, "wan9"],
    running: async (name) => (name === model ? tasks : 0),
    taken: async () => taken,
    pollsPerMs: 14.4 / 1_000,
    bounds,
    now: () => START + 20_000,
  });
  const delayAt = (ageMs: number) => plan.pollMs(running, running.task.submittedAt + ageMs);
  return { plan, kinds, delayAt };
}

it("polls a few tasks every two seconds once they may end, even of an unknown model", async () => {
  const { plan, delayAt } = planWith({ tasks: 3 });
  await plan.refresh();
  expect(delayAt(120_000)).toBeLessThan(5_000);
  expect(delayAt(-5_000)).toBeGreaterThanOrEqual(2_000);
  const unknown = { ...running, request: { ...running.request, model: "wan9" } };
  expect(plan.pollMs(unknown, running.task.submittedAt + 30_000)).toBeLessThan(5_000);
});

it("learns when tasks end, and polls there", async () => {
  const { plan, kinds, delayAt } = planWith({ tasks: 3 });
  const usual = delayAt(19_000);
  for (let task = 0; task < 100; task += 1) plan.learn(running, null);
  await plan.refresh();
  expect(kinds.get("")?.get(bucketOf(20_000))).toBe(100);
  expect(usual).toBeGreaterThan(2_000);
  expect(delayAt(19_000)).toBe(2_000);
});

it("shares the account's polls between its tasks, and lets a wrong estimate starve none (G8)", async () => {
  const { plan, delayAt } = planWith({ tasks: 2_000 });
  // The tasks were over within 20 s; now they run for minutes.
  for (let task = 0; task < 400; task += 1) plan.learn(running, null);
  await plan.refresh();
  const evenMs = 2_000 / 0.0144;
  for (const ageMs of [0, 1_000, 20_000, 600_000]) {
    expect(delayAt(ageMs)).toBeGreaterThanOrEqual(2_000);
    expect(delayAt(ageMs)).toBeLessThanOrEqual(Math.ceil(4 * evenMs));
  }
  expect(delayAt(600_000)).toBeGreaterThan(30_000);
});

it("stays within its bounds", async () => {
  const { plan, delayAt } = planWith({ bounds: { minMs: 100, maxMs: 300 } });
  await plan.refresh();
  expect(delayAt(0)).toBe(300);
  expect(planWith({ tasks: 0 }).delayAt(0)).toBeLessThanOrEqual(30_000);
});

it("counts only the tasks of the account", async () => {
  const [half, whole] = [1_000, 2_000].map((taken) => planWith({ tasks: 2_000, taken }));
  for (const { plan } of [half!, whole!]) await plan.refresh();
  expect(half!.delayAt(120_000)).toBeLessThan(whole!.delayAt(120_000));
});

it("reports how rare polls are, and how old tasks become", async () => {
  const { plan } = planWith({ tasks: 2_000 });
  expect([plan.evenMs(account), plan.oldestMs()]).toEqual([0, 0]);
  for (let task = 0; task < 400; task += 1) plan.learn(running, null);
  await plan.refresh();
  expect(plan.evenMs(account)).toBeCloseTo(2_000 / 0.0144);
  expect(plan.oldestMs()).toBeGreaterThan(20_000);
  expect(plan.oldestMs()).toBeLessThan(60_000);
  expect(plan.evenMs("another")).toBe(0);
});

it("expects a task to hold its slot for twice the time until its first poll", () => {
  expect(expectedMs(model, findModel)).toBe(2 * (findModel(model)?.polling.firstDelayMs ?? 0));
  expect(expectedMs("invented", findModel)).toBe(30_000);
});
