import { expect, it } from "vitest";

import { TRANSLATIONS } from "../texts/translate.ts";
import { filterProblem } from "./filter-problem.ts";

it.each([
  [{ status: "bad" }, "“bad” is not a status. Choose from queued, "],
  [{ status: ["queued", "bad"] }, "“bad” is not a status"],
  [{ webhook: "delivered" }, "“delivered” is not a state of a webhook message"],
  [{ metadata: "order=7, foo bar" }, "“foo bar” is not metadata. Write name=value"],
  [{ metadata: "=7" }, "“=7” is not metadata"],
  [{ created_within: "day" }, "“day” is not a period. Choose from 1h, 24h, 7d."],
  [{ created_after: "today" }, "“today” is not a time. Write one such as 2026-11-27T08:00"],
  [{ created_before: "2026-02-30T00:00" }, "“2026-02-30T00:00” is not a time"],
  [{ batch: "films" }, "“films” is not the id of a batch."],
  [{ after: "gen_1" }, "“gen_1” is not the id of a generation."],
  [{ model: ["a", "b"] }, "model may be given only once."],
  [{ state: "queued" }, "“state” is not a filter. Did you mean status?"],
  [{ color: "red" }, "“color” is not a filter. Choose from status, model, "],
])("says what is wrong with %j", (query, problem) => {
  expect(filterProblem(query, TRANSLATIONS.en)).toContain(problem);
});

it("names every problem at once, and accepts the other parameters of a page", () => {
  const query = { state: "x", status: "bad", webhook: "no", metadata: "a,b", action: "cancel" };
  const problem = filterProblem(query, TRANSLATIONS.en, ["action"]);
  for (const value of ["state", "bad", "no", "a", "b"]) expect(problem).toContain(`“${value}” is`);
  expect(problem).not.toContain("action");
  expect(filterProblem(query, TRANSLATIONS.zh)).toContain("“action”不是筛选条件");
});

it.each([
  undefined,
  {},
  { status: "" },
  { status: ["queued", "failed"], model: "a", webhook: "", metadata: "" },
  { created_within: "7d", created_after: "", created_before: "2026-11-27T08:00:00.5+08:00" },
  { status: "queued", webhook: "failed", metadata: "order=7, customer=c=1,flag=," },
])("accepts %j", (query) => {
  expect(filterProblem(query, TRANSLATIONS.en)).toBeNull();
});
