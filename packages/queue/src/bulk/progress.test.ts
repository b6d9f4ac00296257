import { expect, it } from "vitest";

import type { Acted, Progress } from "./progress.ts";
import { afterCancel, afterLastPage, afterPage, NO_PROGRESS } from "./progress.ts";

const NOW = 1_000_000;
const IDS = ["a", "b", "c"];
const after = (acted: readonly Acted[], before: Progress = NO_PROGRESS) =>
  afterPage(before, IDS, acted, NOW);

const DONE: Acted = { kind: "done" };
const SKIPPED: Acted = { kind: "skipped" };
const FAILED: Acted = { kind: "failed", message: "no" };
const ERROR: Acted = { kind: "error", message: "Redis is away" };
const FULL: Acted = { kind: "wait", reason: "max_queued", ms: 10_000 };

it("counts what came of each generation", () => {
  expect(after([DONE, SKIPPED, FAILED])).toEqual({
    ...NO_PROGRESS,
    passed: 3,
    done: 1,
    skipped: 1,
    failed: 1,
    failures: [{ id: "c", message: "no" }],
  });
});

it("stops before the first generation that a limit of the tenant refuses", () => {
  const progress = after([DONE, FULL, DONE]);
  expect(progress).toMatchObject({ passed: 1, done: 1 });
  expect(progress.waiting).toEqual({ reason: "max_queued", until: NOW + 10_000 });
  // It goes on there.
  expect(after([DONE, DONE], progress)).toMatchObject({ passed: 3, done: 3, waiting: null });
});

it("meets an error again before it gives a generation up", () => {
  let progress = after([DONE, ERROR, DONE]);
  expect(progress).toMatchObject({ passed: 1, errors: 1, waiting: { reason: "error" } });
  for (let errors = 2; errors < 10; errors += 1) {
    progress = after([ERROR, DONE], progress);
    expect(progress).toMatchObject({ passed: 1, errors });
  }
  progress = afterPage(progress, ["b", "c"], [ERROR, DONE], NOW);
  const failures = [{ id: "b", message: "Redis is away" }];
  expect(progress).toMatchObject({ passed: 3, done: 2, failed: 1, failures, errors: 0 });
});

it("forgets errors once the generation is passed", () => {
  expect(after([DONE], { ...NO_PROGRESS, errors: 9 }).errors).toBe(0);
  expect(after([DONE, ERROR], { ...NO_PROGRESS, errors: 9 }).errors).toBe(1);
});

it("keeps the first failures only", () => {
  let progress = NO_PROGRESS;
  for (let page = 0; page < 9; page += 1) progress = after([FAILED, FAILED, FAILED], progress);
  expect(progress.failed).toBe(27);
  expect(progress.failures).toHaveLength(20);
});

it("knows what came of those after the first one that waits", () => {
  expect(after([DONE, FULL, DONE])).toMatchObject({ begun: 0, ahead: [null, DONE] });
  expect(after([ERROR, FAILED, FULL]).ahead).toEqual([ERROR, FAILED, null]);
  expect(after([DONE, DONE, DONE]).ahead).toEqual([]);
});

it("counts what it knows when it is canceled while it waits", () => {
  const waiting = after([FULL, SKIPPED, ERROR], { ...NO_PROGRESS, passed: 7, done: 7 });
  const message = expect.stringContaining("It may have been done") as string;
  expect(afterCancel(waiting, IDS, NOW)).toEqual({
    ...NO_PROGRESS,
    passed: 9,
    done: 7,
    skipped: 1,
    failed: 1,
    failures: [{ id: "c", message }],
    finishedAt: NOW,
  });
  expect(afterCancel({ ...NO_PROGRESS, errors: 1 }, [], NOW)).toEqual({
    ...NO_PROGRESS,
    finishedAt: NOW,
  });
});

it("counts the last page of a canceled operation without what waits, once no error is left", () => {
  const begun = { ...NO_PROGRESS, passed: 7, done: 7, begun: 3 };
  const again = afterLastPage(begun, IDS, [DONE, ERROR, FULL], NOW);
  expect(again).toMatchObject({ passed: 7, begun: 3, errors: 1, finishedAt: null });
  const counted = { passed: 9, done: 8, failed: 1, begun: 0, waiting: null, finishedAt: NOW };
  const failures = [{ id: "c", message: "no" }];
  const ended = afterLastPage(again, IDS, [DONE, FULL, FAILED], NOW);
  expect(ended).toMatchObject({ ...counted, failures });
  const givenUp = { ...begun, errors: 9 };
  expect(afterLastPage(givenUp, IDS, [DONE, ERROR, FULL], NOW)).toMatchObject(counted);
});
