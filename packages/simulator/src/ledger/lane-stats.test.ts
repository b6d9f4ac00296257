import { describe, expect, test } from "vitest";

import { exampleTask, startedTask, START_TIME } from "../../test/fixtures/task.ts";
import { laneStatsOf } from "./lane-stats.ts";

const END = START_TIME + 11_000;
const canceled = exampleTask({ id: "canceled", life: { phase: "canceled", at: START_TIME + 500 } });

describe("laneStatsOf", () => {
  const at = (from: number, to: number) =>
    startedTask({
      submittedAt: START_TIME + from,
      life: {
        phase: "started",
        startedAt: START_TIME + from,
        endsAt: START_TIME + to,
        timesOut: false,
      },
    });

  test("counts the peak; a task that ends frees its place at that moment", () => {
    const [lane] = laneStatsOf([at(0, 10), at(5, 20), at(10, 30), at(20, 20)], START_TIME + 100);
    expect(lane).toMatchObject({
      accepted: 4,
      inFlight: 0,
      running: 0,
      peakInFlight: 2,
      peakRunning: 2,
    });
  });

  test("counts waiting tasks as in flight, and canceled tasks only in the peak", () => {
    const [lane] = laneStatsOf([exampleTask(), startedTask(), exampleTask(), canceled], END - 1);
    expect(lane).toMatchObject({ inFlight: 3, running: 1, peakInFlight: 4, peakRunning: 1 });
  });

  test("every account and model has its own lane", () => {
    const tasks = [
      exampleTask(),
      exampleTask({ account: "b" }),
      exampleTask({ model: "wan2.6-t2v" }),
    ];
    expect(laneStatsOf(tasks, END).map(({ accepted }) => accepted)).toEqual([1, 1, 1]);
    expect(laneStatsOf([], END)).toEqual([]);
  });
});
