import { expect, it } from "vitest";

import { textProblems } from "./text-problems.ts";

const PAIR = "half of a surrogate pair: cut texts between characters";

it.each([
  ["a\tb\r\nc \u{1f468}\u200d\u{1f467} \u4e2d\u6587\u3000\u00a0", []],
  [
    { prompt: "a\u0000b" },
    ["input.prompt must not contain the control character U+0000: remove it"],
  ],
  [{ prompt: "\u0085" }, ["input.prompt must not contain the control character U+0085: remove it"]],
  [
    { messages: [{ content: [{ text: "cut \ud83d" }] }] },
    [`input.messages[0].content[0].text must not contain U+D83D, ${PAIR}`],
  ],
  [["\ude00"], [`input[0] must not contain U+DE00, ${PAIR}`]],
  [{ "\ud800": 1 }, [`input must not have a field name with U+D800, ${PAIR}`]],
  [JSON.parse('{"a":{"__proto__":1}}'), ["input.a.__proto__ is not a known field: remove it"]],
  [1, []],
  [null, []],
  [undefined, []],
])("names every unsafe text in %j", (value: unknown, problems) => {
  expect(textProblems(value, "input").map(({ path, message }) => `${path} ${message}`)).toEqual(
    problems,
  );
});
