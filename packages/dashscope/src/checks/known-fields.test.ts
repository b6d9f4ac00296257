// cspell:ignore durration promp promt sise

import { expect, it } from "vitest";

import { requestOf } from "../../test/fixtures/examples.ts";
import { problemsOf } from "../../test/fixtures/request-problems.ts";
import { meantField } from "./known-fields.ts";

const FIELDS = ["input", "input.prompt", "input.media", "input.media[].url", "parameters.size"];

it.each([
  ["prompt", ["input.prompt"]],
  ["parameters.prompt", ["input.prompt"]],
  ["parameters.sise", ["parameters.size"]],
  ["input.media[3].ulr", []],
  ["input.media[3].urls", ["input.media[3].url"]],
  ["input.sise", []],
  ["inputs", ["input"]],
])("takes %s for %j", (path, meant) => expect(meantField(path, FIELDS)).toEqual(meant));

it("suggests a field in the message, for some unknown fields", () => {
  const request = requestOf("wan2.7-t2v", { promt: "a" }, { durration: 5, prompt: "b" });
  expect(problemsOf(request)).toEqual([
    "input.promt is not a known field: did you mean input.prompt?",
    "parameters.durration is not a known field: did you mean parameters.duration?",
    "parameters.prompt is not a known field: did you mean input.prompt?",
  ]);
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`promp${index}`, ""]));
  expect(
    problemsOf(requestOf("wan2.7-t2v", many)).filter((text) => /mean/.test(text)),
  ).toHaveLength(10);
});
