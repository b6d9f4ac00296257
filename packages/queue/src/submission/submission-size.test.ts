import { expect, it } from "vitest";

import { MOST_CHARACTERS, sizeProblem } from "./submission-size.ts";

const LONG = "x".repeat(MOST_CHARACTERS);
const FILE = `data:image/png;base64,${LONG}`;
const deep: unknown = JSON.parse("[".repeat(50_000) + "]".repeat(50_000));

it.each<[string, object, boolean]>([
  ["a short submission", { model: "a", input: { prompt: "b", n: 1, seed: null } }, false],
  ["a file that becomes an upload", { model: "a", input: { img_url: FILE } }, true],
  ["one that is nested too deeply", { input: deep, prompt: LONG }, true],
  ["one without an input", {}, true],
])("accepts %s", (_, body, storesFiles) => expect(sizeProblem(body, storesFiles)).toBeNull());

it.each<[string, object, boolean]>([
  ["a file that stays in the record", { model: "a", input: { img_url: FILE } }, false],
  ["a long prompt", { model: "a", input: { prompt: LONG } }, true],
  ["a file where no file belongs", { model: "a", input: { prompt: FILE } }, true],
  ["a long name of a field", { model: "a", input: { [LONG]: 1 } }, true],
  ["long metadata", { model: "a", metadata: { a: LONG } }, true],
])("refuses %s", (_, body, storesFiles) =>
  expect(sizeProblem(body, storesFiles)).toContain("POST /v1/uploads"),
);
