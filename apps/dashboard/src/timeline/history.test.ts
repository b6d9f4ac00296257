import { expect, it } from "vitest";

import { EVENTS } from "../../test/fixtures/generations.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import { renderHistory } from "./history.ts";

const { en } = TRANSLATIONS;

it("names in the history what was claimed, also that there is no task", () => {
  const claimed = { ...EVENTS[1]!, name: "outcome-claimed", status: "uncertain" } as const;
  const history = (claimed_task: string | null) =>
    renderHistory([{ ...claimed, detail: { claimed_task, reason: null } }], null, en).html;
  expect(history("task-1")).toContain("claimed task: task-1");
  expect(history(null)).toContain("claimed task: none");
  expect(history(null)).not.toContain("reason");
});
