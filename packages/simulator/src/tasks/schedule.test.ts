import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { exampleTask, startTime } from "../../test/fixtures/task.ts";
import { longestLifeMs, settleLane } from "./schedule.ts";
import { endOf, startOf } from "./task-status.ts";
import type { Task } from "./task.ts";

function task(id: number, { submitted = 0, pending = 0, running = 1000 } = {}): Task {
  const submittedAt = startTime + submitted;
  return exampleTask({
    id: String(id),
    submittedAt,
    readyAt: submittedAt + pending,
    runningMs: running,
  });
}

function settle(tasks: readonly Task[], places: number, now: number): readonly Task[] {
  const changed = new Map(
    settleLane(tasks, places, startTime + now).map((each) => [each.id, each]),
  );
  return tasks.map((each) => changed.get(each.id) ?? each);
}

const startsOf = (tasks: readonly Task[]) =>
  tasks.map((each) => {
    const start = startOf(each);
    return start === null ? null : start - startTime;
  });

describe("settleLane", () => {
  test("a task starts when it is ready, to the millisecond, whenever that is asked", () => {
    const lane = [task(1, { pending: 500 })];
    expect(startsOf(settle(lane, 2, 499))).toEqual([null]);
    expect(startsOf(settle(lane, 2, 500))).toEqual([500]);
    expect(startsOf(settle(lane, 2, 60_000))).toEqual([500]);
  });

  test("a third task waits for a place", () => {
    const lane = [task(1), task(2, { running: 3000 }), task(3), task(4)];
    expect(startsOf(settle(lane, 2, 0))).toEqual([0, 0, null, null]);
    expect(startsOf(settle(lane, 2, 1000))).toEqual([0, 0, 1000, null]);
    expect(startsOf(settle(lane, 2, 2000))).toEqual([0, 0, 1000, 2000]);
    expect(startsOf(settle(lane, 2, 9000))).toEqual([0, 0, 1000, 2000]);
  });

  test("who is ready first goes first", () => {
    const lane = [task(1, { pending: 900 }), task(2, { pending: 100 })];
    expect(startsOf(settle(lane, 1, 100))).toEqual([null, 100]);
    expect(startsOf(settle(lane, 1, 1100))).toEqual([1100, 100]);
  });

  test("a canceled task takes no place", () => {
    const lane = [
      task(1),
      { ...task(2), life: { phase: "canceled" as const, at: startTime + 10 } },
      task(3),
    ];
    expect(startsOf(settle(lane, 1, 1000))).toEqual([0, null, 1000]);
  });

  test("a task that takes too long ends after three hours", () => {
    const [settled] = settle([task(1, { running: Number.POSITIVE_INFINITY })], 1, 0);
    expect(settled?.life).toEqual({
      phase: "started",
      startedAt: startTime,
      endsAt: startTime + longestLifeMs,
      timesOut: true,
    });
  });

  test("a task that gets no place within three hours ends without having run", () => {
    const lane = [task(1, { running: longestLifeMs }), task(2, { submitted: 0 })];
    expect(settle(lane, 1, longestLifeMs - 1)[1]?.life).toEqual({ phase: "waiting" });
    expect(settle(lane, 1, longestLifeMs)[1]?.life).toEqual({
      phase: "expired",
      at: startTime + longestLifeMs,
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

describe("whatever is asked and when", () => {
  test("never more run than there are places, and the past stays as it was", () => {
    fc.assert(
      fc.property(
        lanes,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 300 }),
        (plan, places, step) => {
          let submitted = 0;
          const coming = plan.map((each, index) => {
            submitted += each.gap;
            return { ...each, submitted, task: task(index, { ...each, submitted }) };
          });
          let lane: readonly Task[] = [];
          for (let now = 0; now < 12_000; now += step) {
            const arrived = coming.filter((each) => each.submitted <= now).slice(lane.length);
            lane = settle([...lane, ...arrived.map((each) => each.task)], places, now);
            lane = lane.map((each, index) => {
              const cancelAfter = coming[index]?.cancelAfter ?? null;
              const isDue =
                cancelAfter !== null && each.submittedAt - startTime + cancelAfter <= now;
              if (!isDue || each.life.phase !== "waiting") return each;
              return { ...each, life: { phase: "canceled" as const, at: startTime + now } };
            });
            const end = startTime + now;
            const running = lane.filter(
              (each) => startOf(each) !== null && endOf(each, end) === null,
            );
            expect(running.length).toBeLessThanOrEqual(places);
            // A start is never written into a time that was already looked at.
            for (const each of lane) expect(startOf(each) ?? 0).toBeLessThanOrEqual(end);
            expect(settle(lane, places, now)).toEqual(lane);
          }
          const runs = lane.filter((each) => startOf(each) !== null);
          for (const { life } of runs) {
            const at = life.phase === "started" ? life.startedAt : 0;
            const overlapping = runs.filter(
              (other) => (startOf(other) ?? 0) <= at && (endOf(other, Infinity) ?? 0) > at,
            );
            expect(overlapping.length).toBeLessThanOrEqual(places);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
