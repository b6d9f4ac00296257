import { describe, expect, it } from "vitest";

import { findModel, MODELS } from "../catalog/catalog.ts";
import { unknownModel } from "../catalog/unknown-model.ts";
import { isBlank } from "./text.ts";

it.each(["", " ", "\n\t", "\u3000\u00a0", "\u200b\u2060", "\ufeff", "\u3164"])(
  "%j is blank",
  (text) => {
    expect(isBlank(text)).toBe(true);
  },
);

it.each(["a", " . ", "\u{1f600}", "\u4e2d"])("%j is not blank", (text) => {
  expect(isBlank(text)).toBe(false);
});

describe("a blank prompt", () => {
  const problemOf = (id: string, prompt: string) =>
    (findModel(id) ?? unknownModel(id))
      .problemsOf({ model: id, input: { prompt } })
      .find(({ path }) => path === "input.prompt")?.message;

  it.each([...MODELS.map(({ id }) => id), "wan9"])("is a problem for %s", (id) => {
    // A model without the field names it as unknown.
    const without = problemOf(id, "a girl");
    for (const blank of [" ", "\u3000\n", "\u200b"])
      expect(problemOf(id, blank)).toMatch(
        without === undefined ? /^must not be blank: leave it out|^is required/ : without,
      );
  });

  it("may be empty where it is optional", () => {
    for (const id of ["wan2.6-i2v", "wan9"]) expect(problemOf(id, "")).toBeUndefined();
  });
});
