import type { OperationState } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import { TRANSLATIONS } from "../texts/translate.ts";
import { renderOperations } from "./operations-page.ts";

function endedWith(action: "archive" | "cancel", skipped: number): OperationState {
  const given = {
    id: "b1",
    tenant: "films",
    action,
    by: "ann",
    filter: {},
    createdAt: 0,
    count: 1,
  };
  const operation = { ...given, estimate: [], unpriced: 0, selection: "s" };
  const counted = { passed: 1, done: 1 - skipped, skipped, failed: 0, failures: [] };
  const rest = { begun: 0, ahead: [], errors: 0, waiting: null, finishedAt: 1 };
  return { operation, progress: { ...counted, ...rest }, revision: 1, isCanceled: false };
}

it("says why a generation was left out, and that the operation has ended", () => {
  const shown = (state: OperationState, language: "en" | "zh") =>
    renderOperations([state], true, TRANSLATIONS[language]);
  expect(shown(endedWith("archive", 1), "zh")).toMatch(/>1\s+<div[^>]*>文件已转存，[^]*已结束/);
  expect(shown(endedWith("cancel", 1), "en")).toContain("It had ended, or no longer exists.");
  expect(shown(endedWith("cancel", 0), "en")).not.toContain("It had ended");
});
