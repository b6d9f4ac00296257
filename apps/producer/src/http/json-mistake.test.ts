import { expect, it } from "vitest";

import { mistakeIn } from "./json-mistake.ts";
import { cutLongTexts } from "./long-texts.ts";

it.each([
  ["{", "expected a closing brace at line 1, column 2"],
  ['{\n  "model": "wan",\n}', "expected a field name in double quotes at line 3, column 1"],
  ['{"input": {"n": tru}}', "unexpected symbol at line 1, column 17, in input.n"],
  ['{"a": [1, 2 3]}', "expected a comma at line 1, column 13, in a[1]"],
  ["{'a': 1}", "unexpected symbol at line 1, column 2"],
  ["// a\n{}", "JSON has no comments at line 1, column 1"],
  [
    '{"a": "\\q"}',
    "invalid escape (write a backslash as two) in a string at line 1, column 7, in a",
  ],
  [
    '{"input": {"prompt": "a\nb"}}',
    "a string has no closing quote (write a line break in it as \\n), which begins at line 1, column 22, in input.prompt",
  ],
  ["{} {}", "expected nothing after the value at line 1, column 4"],
])("locates the mistake in %s", (text, mistake) =>
  expect(mistakeIn(text, [])).toBe(`: ${mistake}`),
);

it("counts what was cut out of the line", () => {
  const body = `{\n  "a": "${"x".repeat(10_000)}", b: 1}`;
  const { rest, longTexts } = cutLongTexts(Buffer.from(body), 100) ?? { rest: "", longTexts: [] };
  const column = body.indexOf("b") - 1;
  expect(mistakeIn(rest.toString(), longTexts)).toContain(`at line 2, column ${column}`);
});

it("names no place in what it cannot read", () => {
  expect(mistakeIn("[".repeat(50_000), [])).toBe("");
  expect(mistakeIn("{}", [])).toBe("");
});
