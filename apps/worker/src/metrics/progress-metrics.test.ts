import type { Generation } from "@dashqueue/queue/internal";
import { Registry } from "prom-client";
import { expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { endedPhase, registerProgress } from "./progress-metrics.ts";

const { queued, running, archiving, succeeded, failed } = GENERATIONS;
const begun = { ...running.attempt, begunAt: START + 5_000 };

const seconds = (to: number) => ({ from: START, to: START + to * 1_000 });

it.each<[string, Generation, Generation, ReturnType<typeof endedPhase>]>([
  [
    "a first create request",
    queued,
    { ...running, attempt: begun },
    { name: "waiting", ...seconds(5) },
  ],
  ["a refusal that it waits out", queued, { ...queued, attempts: 1 }, null],
  ["another task", { ...queued, failedTasks: ["task-0"] }, { ...running, attempt: begun }, null],
  ["an end without an attempt", queued, { ...failed, attempt: null }, null],
  ["a query that found no end", running, { ...running, updatedAt: START + 9_000 }, null],
  [
    "the end of a task",
    running,
    { ...archiving, updatedAt: START + 60_000 },
    { name: "running", ...seconds(60) },
  ],
  [
    "success",
    archiving,
    { ...succeeded, finishedAt: START + 90_000 },
    { name: "whole", ...seconds(90) },
  ],
])("knows which phase ends with %s", (_change, before, after, ended) => {
  expect(endedPhase(before, after)).toEqual(ended);
});

it("measures phases by model, in seconds, and counts ends once", async () => {
  const registry = new Registry();
  const measure = registerProgress([registry]);
  measure(running, { ...archiving, updatedAt: START + 60_000 });
  measure(running, failed);
  measure(failed, failed);
  const text = await registry.metrics();
  expect(text).toContain(
    'dashqueue_phase_duration_seconds_sum{model="wan2.1-vace-plus",phase="running"} 60\n',
  );
  expect(text).toContain(
    'dashqueue_generations_ended_total{model="wan2.1-vace-plus",status="failed"} 1\n',
  );
});
