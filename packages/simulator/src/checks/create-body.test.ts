import { expect, test } from "vitest";

import { parseCreateBody, valueAt } from "./create-body.ts";

test.each([
  "",
  "{",
  "[]",
  "null",
  '"text"',
  '{"model":"m","input":[]}',
  '{"model":"m","parameters":"x"}',
])("rejects %s as a create body", (text) => expect(parseCreateBody(text)).toBeNull());

test("accepts a body without input and parameters, and with an unknown model", () => {
  expect(parseCreateBody("{}")).toEqual({ input: {}, parameters: {} });
  expect(parseCreateBody('{"model":"","input":null,"parameters":null}')).toEqual({
    input: {},
    parameters: {},
  });
  expect(parseCreateBody('{"model":"m","input":{"prompt":"p"},"extra":1}')).toEqual({
    model: "m",
    input: { prompt: "p" },
    parameters: {},
  });
});

test("finds values by path and treats null as absent", () => {
  const body = { model: "m", input: { prompt: "p", seed: 0 }, parameters: { size: null } };
  expect(valueAt(body, "input.prompt")).toBe("p");
  expect(valueAt(body, "input.seed")).toBe(0);
  expect(valueAt(body, "parameters.size")).toBeUndefined();
  expect(valueAt(body, "input.prompt.length")).toBeUndefined();
});
