import { describe, expect, it } from "vitest";
import { z } from "zod";

import { problemsOf, sentenceOf } from "./problem-text.ts";

const schema = z.strictObject({
  name: z.string().max(3),
  age: z.int().min(1),
  tags: z.array(z.enum(["a", "b"])).max(1),
  one: z.object({}),
  url: z.url(),
});

function sentences(value: unknown): string[] {
  const read = schema.safeParse(value, { error: sentenceOf });
  return read.success
    ? []
    : problemsOf(read.error.issues).map(({ path, message }) => `${path} ${message}`);
}

describe("sentenceOf", () => {
  it("lists the allowed values of a missing field", () => {
    const choice = z.strictObject({ one: z.literal(1), two: z.enum(["a", "b"]) });
    const read = choice.safeParse({}, { error: sentenceOf });
    expect(problemsOf(read.error?.issues ?? []).map(({ message }) => message)).toEqual([
      "is required: 1",
      'is required: one of "a", "b"',
    ]);
  });

  it("completes a sentence that begins with the field", () => {
    expect(
      sentences({ name: "long", age: 0, tags: ["c"], one: 1, url: "https://a.example", more: 1 }),
    ).toEqual([
      "name must be at most 3 characters long",
      "age must be at least 1",
      'tags[0] must be one of "a", "b"',
      "one must be an object",
      "more is not a known field: remove it",
    ]);
    expect(sentences({ name: 7, age: 0.5, tags: ["a", "b"], url: "https://a.example" })).toEqual([
      "name must be a string",
      "age must be a whole number",
      "tags must have at most 1 entry",
      "one is required",
    ]);
  });

  it("says what is wrong with the name of an entry", () => {
    const names = z.record(z.string().min(1).max(3), z.string());
    const messages = (value: unknown) =>
      names.safeParse(value, { error: sentenceOf }).error?.issues.map(({ message }) => message);
    expect(messages({ "": "a", long: "b" })).toEqual([
      "has a name that must be at least 1 character long",
      "has a name that must be at most 3 characters long",
    ]);
    expect(messages(["a"])).toEqual(["must be an object"]);
  });

  it("leaves rare issues to zod", () => {
    expect(sentences({ name: "", age: 1, tags: [], one: {}, url: "call me" })).toEqual([
      "url Invalid URL",
    ]);
  });
});
