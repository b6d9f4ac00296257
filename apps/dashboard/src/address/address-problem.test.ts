import { expect, it } from "vitest";

import { TRANSLATIONS } from "../texts/translate.ts";
import { addressProblem } from "./address-problem.ts";

const { en, zh } = TRANSLATIONS;

it.each([
  ["/audit", { offset: "abc" }, "offset must be a whole number from 0 to 999999999, not “abc”."],
  ["/audit", { offset: "-1" }, "offset must be a whole number"],
  ["/audit", { offset: ["1", "2"] }, "offset may be given only once."],
  ["/audit", { offsets: "1" }, "“offsets” is not a parameter of this page. Did you mean offset?"],
  ["/", { status: "queued" }, "“status” is not a parameter of this page. It takes none."],
  ["/tenants/films", { x: "" }, "It takes none."],
  ["/playground", { x: "" }, "It takes model, tenant."],
  ["/generations/gen_1", { polled: "x" }, "polled must be a whole number"],
  ["/generations/gen_1/resolve", { task: "a", constructor: "b" }, "“constructor” is not"],
])("says what is wrong with %s and %j", (path, query, problem) => {
  expect(addressProblem(path, query, en)).toContain(problem);
});

it("names every problem at once", () => {
  const problem = addressProblem("/audit", { offset: "abc", x: "1" }, zh);
  expect(problem).toBe(
    "offset 必须是 0 到 999999999 之间的整数，而不是“abc”。“x”不是此页面的参数。可用的参数：offset。",
  );
});

it.each([
  ["/", {}],
  ["/audit", { offset: "100" }],
  ["/bulk", { id: ["bulk_1", "bulk_2"] }],
  ["/generations/gen_1", { copied: "" }],
  ["/generations/gen_1", { resent: "3" }],
  ["/generations/find", { id: " gen_1 " }],
  ["/generations/gen_1/files/1.png", { any: "thing" }],
  ["/queues/api/queues", { activeQueue: "poll", page: "1" }],
])("accepts %s and %j", (path, query) => {
  expect(addressProblem(path, query, en)).toBeNull();
});
