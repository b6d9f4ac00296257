import type { Generation } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { SAMPLES, START } from "../../test/fixtures/generations.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import { offersOf } from "./offers.ts";

const { running, uncertain, succeeded, failed, queued } = SAMPLES;
const pending = { ...running, task: { ...running.task, status: "PENDING" } };
const retired = { ...failed, request: { ...failed.request, model: "qwen-image" } };
const textsOf = (generation: Generation, isKept = true, isUnread = false) =>
  offersOf(generation, { now: START, isKept, isUnread, waitsFor: null }, TRANSLATIONS.en).map(
    ({ action, text }) => [action, text],
  );

it.each<[string, Generation, (string | null)[][]]>([
  ["cancels a waiting one for free", queued, [["cancel", "Cancel: free"]]],
  [
    "cancels a lost create request only if there is no task",
    uncertain,
    [["cancel", "Cancel if no task has started"]],
  ],
  [
    "cancels a pending task",
    pending,
    [
      ["cancel", "Cancel: free while the task is pending"],
      ["poll", "Poll now: free"],
    ],
  ],
  [
    "cancels no task that runs",
    running,
    [
      [
        null,
        "It cannot be canceled: the task runs, and is charged if it succeeds. It costs at most 3.50 CNY.",
      ],
      ["poll", "Poll now: free"],
    ],
  ],
  ["asks only once", { ...running, cancel: "refused" }, [["poll", "Poll now: free"]]],
  ["copies files again", SAMPLES.archiving, [["archive", "Copy the files now: free"]]],
  ["generates again", succeeded, [["regenerate", "Generate again: at most 3.50 CNY"]]],
  [
    "tells no price that it does not know",
    { ...failed, estimate: null },
    [["regenerate", "Generate again: the price is unknown"]],
  ],
])("%s, and says what it costs", (_, generation, expected) => {
  expect(textsOf(generation)).toEqual(expected);
});

it("promises nothing of a task that was found and not queried since", () => {
  expect(textsOf(pending, true, true)[0]).toEqual(["cancel", "Cancel if the task has not started"]);
});

it.each([
  ["paused", "its queue is paused."],
  ["worker", "no worker takes its job."],
] as const)("offers nothing that no worker would do: %s", (waitsFor, why) => {
  const context = { now: START, isKept: true, isUnread: false, waitsFor };
  const offered = (generation: Generation) => offersOf(generation, context, TRANSLATIONS.en).at(-1);
  expect(offered(running)).toMatchObject({
    action: null,
    text: `Poll now: free. It cannot be done now: ${why}`,
  });
  expect(offered(SAMPLES.archiving)).toMatchObject({
    action: null,
    text: `Copy the files now: free. It cannot be done now: ${why}`,
  });
});

it("submits nothing again that only the archive has", () => {
  expect(textsOf(succeeded, false)).toEqual([]);
});

it("says why a retired model cannot generate again", () => {
  const later = { now: Date.UTC(2100, 0, 1), isKept: true, isUnread: false, waitsFor: null };
  const [only] = offersOf(retired, later, TRANSLATIONS.en);
  expect([only?.action, only?.text]).toEqual([
    null,
    expect.stringContaining("It cannot be generated again: the model "),
  ]);
});
