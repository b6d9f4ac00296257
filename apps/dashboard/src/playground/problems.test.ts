import { expect, it } from "vitest";

import { TRANSLATIONS } from "../texts/translate.ts";
import { problemsAt } from "./problems.ts";

const { en, zh } = TRANSLATIONS;
const PROBLEMS = [
  { path: "parameters.duration", message: "must be at most 15" },
  { path: "input.media[1].url", message: "is required" },
  { path: "input.media_type", message: "is required" },
];
const quoted = { kind: "invalid", problems: PROBLEMS } as const;
const duration = { name: "parameters.duration", key: "duration" };
const media = { name: "input.media", key: "media" };
const none = new Set<string>();

it("names what is wrong with a field by its name in the form, in the reader's language", () => {
  expect(problemsAt(duration, quoted, none, en)).toEqual(["duration must be at most 15"]);
  expect(problemsAt(duration, quoted, none, zh)).toEqual(["duration 不能大于 15"]);
  expect(problemsAt(media, quoted, none, zh)).toEqual(["media[1].url 必填"]);
});

it("says that a field is not JSON", () => {
  const wrong = { kind: "invalid", problems: [{ path: "input.media", message: "x" }] } as const;
  expect(problemsAt(media, wrong, new Set(["input.media"]), zh)).toEqual([
    "media 不是 JSON。请检查其中的括号、引号和逗号。",
  ]);
  expect(problemsAt(media, null, none, zh)).toEqual([]);
});
