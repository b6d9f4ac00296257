import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { exampleTask, START_TIME } from "../../test/fixtures/task.ts";
import { settleLane, TASK_TIMEOUT_MS } from "./schedule.ts";
import { endOf, startOf } from "./task-status.ts";
import type { Task } from "./task.ts";

function task(id: number, { submitted = 0, pending = 0, running = 1000 } = {}): Task {
  const submittedAt = START_TIME + submitted;
  return exampleTask({
    id: String(id),
    submittedAt,
    readyAt: submittedAt + pending,
    runningMs: running,
  });
}

function settle(tasks: readonly Task[], slots: number, now: number): readonly Task[] {
  const changed = new Map(
    settleLane(tasks, slots, START_TIME + now).map((each) => [each.id, each]),
  );
  return tasks.map((each) => changed.get(each.id) ?? each);
}

const startsOf = (tasks: readonly Task[]) =>
  tasks.map((each) => {
    const start = startOf(each);
    return start === null ? null : start - START_TIME;
  });

describe("settleLane", () => {
  test("a task starts exactly when it is ready, whenever the lane is settled", () => {
    const lane = [task(1, { pending: 500 })];
    expect(startsOf(settle(lane, 2, 499))).toEqual([null]);
    expect(startsOf(settle(lane, 2, 500))).toEqual([500]);
    expect(startsOf(settle(lane, 2, 60_000))).toEqual([500]);
  });

  test("a third task waits for a free slot", () => {
    const lane = [task(1), task(2, { running: 3000 }), task(3), task(4)];
    expect(startsOf(settle(lane, 2, 0))).toEqual([0, 0, null, null]);
    expect(startsOf(settle(lane, 2, 1000))).toEqual([0, 0, 1000, null]);
    expect(startsOf(settle(lane, 2, 2000))).toEqual([0, 0, 1000, 2000]);
    expect(startsOf(settle(lane, 2, 9000))).toEqual([0, 0, 1000, 2000]);
  });

  test("the task that is ready first starts first", () => {
    const lane = [task(1, { pending: 900 }), task(2, { pending: 100 })];
    expect(startsOf(settle(lane, 1, 100))).toEqual([null, 100]);
    expect(startsOf(settle(lane, 1, 1100))).toEqual([1100, 100]);
  });

  test("a canceled task takes no slot", () => {
    const lane = [
      task(1),
      { ...task(2), life: { phase: "canceled" as const, at: START_TIME + 10 } },
      task(3),
    ];
    expect(startsOf(settle(lane, 1, 1000))).toEqual([0, null, 1000]);
  });

  test("a task that runs too long times out after three hours", () => {
    const [settled] = settle([task(1, { running: Number.POSITIVE_INFINITY })], 1, 0);
    expect(settled?.life).toEqual({
      phase: "started",
      startedAt: START_TIME,
      endsAt: START_TIME + TASK_TIMEOUT_MS,
      timesOut: true,
    });
  });

  test("a task without a slot for three hours expires without having run", () => {
    const lane = [task(1, { running: TASK_TIMEOUT_MS }), task(2, { submitted: 0 })];
    expect(settle(lane, 1, TASK_TIMEOUT_MS - 1)[1]?.life).toEqual({ phase: "waiting" });
    expect(settle(lane, 1, TASK_TIMEOUT_MS)[1]?.life).toEqual({
      phase: "expired",
      at: START_TIME + TASK_TIMEOUT_MS,
    });
  });
});

const lanes = fc.array(
  fc.record({
    gap: fc.integer({ min: 0, max: 400 }),
    pending: fc.integer({ min: 0, max: 1500 }),
    running: fc.integer({ min: 0, max: 1500 }),
    cancelAfter: fc.option(fc.integer({ min: 0, max: 2000 })),
  }),
  { maxLength: 12 },
);

describe("settleLane, called at any times", () => {
  test("never runs more tasks than there are slots, and never changes the past", () => {
    fc.assert(
      fc.property(
        lanes,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 300 }),
        (plan, slots, step) => {
          let submitted = 0;
          const planned = plan.map((each, index) => {
            submitted += each.gap;
            return { ...each, submitted, task: task(index, { ...each, submitted }) };
          });
          let lane: readonly Task[] = [];
          for (let now = 0; now < 12_000; now += step) {
            const arrived = planned.filter((each) => each.submitted <= now).slice(lane.length);
            lane = settle([...lane, ...arrived.map((each) => each.task)], slots, now);
            lane = lane.map((each, index) => {
              const cancelAfter = planned[index]?.cancelAfter ?? null;
              const isDue =
                cancelAfter !== null && each.submittedAt - START_TIME + cancelAfter <= now;
              if (!isDue || each.life.phase !== "waiting") return each;
              return { ...each, life: { phase: "canceled" as const, at: START_TIME + now } };
            });
            // One cheap assertion each: this loop runs up to 12,000 times.
            const at = START_TIME + now;
            const running = lane.filter(
              (each) => startOf(each) !== null && endOf(each, at) === null,
            );
            const hasFutureStart = lane.some((each) => (startOf(each) ?? 0) > at);
            const isSettled = settleLane(lane, slots, at).length === 0;
            if (running.length > slots || hasFutureStart || !isSettled)
              expect.fail(`at ${now}: ${JSON.stringify(lane)}`);
          }
          const runs = lane.filter((each) => startOf(each) !== null);
          for (const { life } of runs) {
            const at = life.phase === "started" ? life.startedAt : 0;
            const overlapping = runs.filter(
              (other) => (startOf(other) ?? 0) <= at && (endOf(other, Infinity) ?? 0) > at,
            );
            expect(overlapping.length).toBeLessThanOrEqual(slots);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
