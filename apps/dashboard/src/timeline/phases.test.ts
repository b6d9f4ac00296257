import type { GenerationEvent, Status } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { START } from "../../test/fixtures/generations.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import { durationMsOf, phasesOf } from "./phases.ts";
import { renderPicture } from "./picture.ts";

const { en } = TRANSLATIONS;

/** A history with one event at each of these seconds. */
function history(...steps: readonly [second: number, Status, task?: string][]): GenerationEvent[] {
  return steps.map(([second, status, task], index) => ({
    id: `0-${index + 1}`,
    name: "task-observed",
    at: START + second * 1_000,
    status,
    detail: task === undefined ? {} : { task_id: task },
  }));
}

const SECOND_TASK = history(
  [0, "queued"],
  [30, "submitting"],
  [31, "running", "a"],
  [40, "running", "a"],
  [60, "queued"],
  [90, "submitting"],
  [91, "running", "b"],
  [151, "archiving", "b"],
  [160, "succeeded"],
);

it("shows how long a generation was in each status, and each of its tasks", () => {
  const phases = phasesOf(SECOND_TASK, null);
  const lines = phases.map((phase) => [phase.status, phase.task, durationMsOf(phase) / 1_000]);
  expect(lines).toEqual([
    ["queued", null, 60],
    ["submitting", null, 2],
    ["running", 1, 29],
    ["running", 2, 60],
    ["archiving", 2, 9],
  ]);
  expect(phases.map(({ spans }) => spans.length)).toEqual([2, 2, 1, 1, 1]);
  expect(phases.some(({ isOpen }) => isOpen)).toBe(false);
});

it("numbers no task if there is one only, and ends what is open now", () => {
  const open = phasesOf(SECOND_TASK.slice(0, 4), START + 50_000);
  expect(open.at(-1)).toMatchObject({ task: null, isOpen: true });
  expect(open.map((phase) => durationMsOf(phase) / 1_000)).toEqual([30, 1, 19]);
});

it("has no negative durations if a clock was set back", () => {
  const back = phasesOf(history([10, "queued"], [5, "submitting"]), START);
  expect(back.map(durationMsOf)).toEqual([0, 0]);
  expect(renderPicture(history([10, "queued"]), START, en)?.html).toContain('width="100%"');
});

it("draws every phase with its name and duration, and says the same in words", () => {
  const picture = renderPicture(SECOND_TASK, null, en)?.html ?? "";
  expect(picture).toContain(
    "queued: 1 min (2 times), submitting: 2 s (2 times), running task 1: 29 s, running task 2: 1 min, archiving task 2: 9 s",
  );
  expect(picture.match(/class="bar/g)).toHaveLength(7);
  expect(picture).toMatch(/class="bar running"\s+x="19.375%"/);
  const open = renderPicture(SECOND_TASK.slice(0, 4), START + 50_000, en)?.html;
  expect(open).toContain("running: 19 s so far");
});

it("draws nothing without a history", () => {
  expect(renderPicture([], START, en)).toBeNull();
  expect(renderPicture(history([0, "canceled"]), null, en)).toBeNull();
});
