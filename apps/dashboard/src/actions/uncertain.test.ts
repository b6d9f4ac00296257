import { LIST_NOT_READ, LIST_UNREAD } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { SAMPLES, START } from "../../test/fixtures/generations.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import { previewOf } from "./resolve-preview.ts";
import type { Look } from "./uncertain.ts";
import { lookOf, renderSettled, renderUncertain, searchIn, unreadSince } from "./uncertain.ts";

const { en } = TRANSLATIONS;
const { uncertain } = SAMPLES;
const FREE = { owner: null, unreadSince: null };
const LINE =
  "2026-11-22T10:00:00.000Z waits 60000 ms: the provider's list may not show the task yet";

it("reads what the worker found from the log of its job", () => {
  expect(lookOf(LINE)).toEqual({
    at: START,
    waitMs: 60_000,
    result: "the provider's list may not show the task yet",
  });
  expect(lookOf("answered 500")).toBeNull();
  expect(lookOf("yesterday waits 5 ms: no")).toBeNull();
});

it("shows the last looks, the candidates and what was stated", () => {
  const looks = [LINE].flatMap((line) => lookOf(line) ?? []);
  const claim = { taskId: null, by: "ann", refusal: "there is one" };
  const known = { ...uncertain, possibleTasks: ["task-1"], claim, absentSince: START };
  const page = renderUncertain(known, looks, true, en).html;
  for (const text of [
    "2026-11-22 10:00:00.000 UTC",
    "2026-11-22 10:01:00.000 UTC",
    'aria-label="It is this one…: the task task-1"',
    "that no task was created",
    "Refused: there is one",
    "for the first time",
  ])
    expect(page).toContain(text);
  const pending = { ...known, claim: { taskId: "task-1", by: "ann", refusal: null } };
  const viewed = renderUncertain(pending, [], false, en).html;
  expect(viewed).not.toContain("<form");
  expect(viewed).toContain("No worker has checked it yet.");
  expect(viewed).toContain("No worker has looked for it yet.");
});

it("shows the search that settled a lost create request, folded, and no later poll", () => {
  const events = [
    { name: "attempt-begun", status: "submitting", at: START - 10 },
    { name: "create-uncertain", status: "uncertain", at: START },
    { name: "attempt-absent", status: "uncertain", at: START + 5 },
  ] as const;
  const adopted = { name: "task-adopted", status: "running", at: START + 10 } as const;
  expect([searchIn([]), searchIn(events)]).toEqual([null, null]);
  const search = searchIn([...events, adopted, { ...adopted, at: START + 20 }]);
  expect(search).toEqual({ from: START - 10, until: START + 10 });
  const look = (at: number, result: string) => ({ at, result, waitMs: 60_000 });
  const looks = [look(START - 11, "before"), look(START, "not yet"), look(START + 15, "a poll")];
  const page = renderSettled(search, looks, en)?.html;
  expect(page).toContain("<details>");
  expect(page).toContain("not yet");
  expect(page).not.toMatch(/before|a poll/);
  expect(renderSettled(search, [], en)).toBeNull();
  expect(renderSettled(null, looks, en)).toBeNull();
});

it("says that nothing is known while the provider's list cannot be read", () => {
  const look = (at: number, result: string) => ({ at, result, waitMs: 60_000 });
  const unread = `${LIST_UNREAD}the provider answered "An internal error has occured."`;
  const looks = [look(START, "not yet"), look(START + 1, unread), look(START + 2, unread)];
  expect([looks, looks.slice(0, 1), []].map(unreadSince)).toEqual([START + 1, null, null]);
  const page = renderUncertain(uncertain, looks, true, en).html;
  expect(page).toContain("could not be read even once since 2026-11-22 10:00:00.001 UTC");
  expect(page).toContain("Not known: the list could not be read.");
  for (const text of ["None was listed", "Most are settled"]) expect(page).not.toContain(text);
  const read = renderUncertain(uncertain, [...looks, look(START + 3, "none")], true, en).html;
  expect(read).not.toContain("even once");
  expect(read).toContain("None was listed so far.");
});

it("does not take for read what no look has read", () => {
  const look = (at: number, result: string) => ({ at, result, waitMs: 60_000 });
  const early = look(START, `${LIST_NOT_READ}it may not show the task yet`);
  const unread = look(START + 1, `${LIST_UNREAD}HTTP 500`);
  const read = look(START + 2, "the provider's task list was read (tasks: 11), and none fits");
  expect(unreadSince([early])).toBeNull();
  expect(unreadSince([unread, early])).toBe(START + 1);
  const page = (...looks: readonly Look[]) => renderUncertain(uncertain, looks, true, en).html;
  expect(page(early)).toContain("Not known: the list was not read yet.");
  expect(page(early, read)).toContain("None was listed so far.");
  expect(page(early, unread, early)).toContain("Not known: the list could not be read.");
});

it("says what a resolution would do and cost", () => {
  const task = previewOf(uncertain, { taskId: "task-1" }, FREE, en);
  expect(task.objection).toBeNull();
  expect(task.steps.join(" ")).toContain("No create request is sent.");
  expect(task.steps.join(" ")).toContain("at most 3.50 CNY");
  const ownedBy = (owner: string) =>
    previewOf(uncertain, { taskId: "task-1" }, { ...FREE, owner }, en);
  expect(ownedBy(uncertain.id)).toMatchObject({ objection: null, owner: null });
  expect(ownedBy("gen_2").objection).toContain("another generation");
  expect(ownedBy("gen_2").owner).toBe("gen_2");

  const none = previewOf(uncertain, { created: false }, FREE, en);
  expect(none.steps.join(" ")).toContain("another create request is sent");
  expect(none.steps.join(" ")).not.toContain("could not be read");
  const unread = previewOf(uncertain, { created: false }, { ...FREE, unreadSince: START }, en);
  expect(unread.steps[0]).toContain("could not be read since 2026-11-22 10:00:00.000 UTC");
  const { hold: _, ...attempt } = uncertain.attempt;
  const canceled = { ...uncertain, attempt, cancel: "requested" } as const;
  const ended = previewOf(canceled, { created: false }, FREE, en);
  expect(ended.steps.join(" ")).toContain("Nothing is charged.");
  expect(previewOf(canceled, { taskId: "a" }, FREE, en).steps.join(" ")).toContain(
    "an unknown price",
  );
});
