import { expect, it } from "vitest";

import { MOST_CHARACTERS, sizeProblem } from "./submission-size.ts";

const LONG = "x".repeat(MOST_CHARACTERS);
const deep: unknown = JSON.parse("[".repeat(50_000) + "]".repeat(50_000));

it.each<[string, object]>([
  ["a short submission", { model: "a", input: { prompt: "b", n: 1, seed: null } }],
  ["one that is nested too deeply", { input: deep, prompt: LONG }],
  ["an empty one", {}],
])("accepts %s", (_, body) => expect(sizeProblem(body)).toBeNull());

it.each<[string, object]>([
  ["a file", { model: "a", input: { img_url: `data:image/png;base64,${LONG}` } }],
  ["a long prompt", { model: "a", input: { prompt: LONG } }],
  ["a long name of a field", { model: "a", input: { [LONG]: 1 } }],
  ["long metadata", { model: "a", metadata: { a: LONG } }],
])("refuses %s", (_, body) => expect(sizeProblem(body)).toContain("POST /v1/uploads"));
