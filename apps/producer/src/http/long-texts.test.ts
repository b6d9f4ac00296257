import fc from "fast-check";
import { expect, it } from "vitest";

import { cutLongTexts, longTextAt } from "./long-texts.ts";

/** Parses the rest of cut JSON, with the long texts in their places again. */
function join(json: string): unknown {
  const cut = cutLongTexts(Buffer.from(json), Infinity);
  return JSON.parse(cut?.rest.toString() ?? "", (_key, value: unknown) => {
    const text = typeof value === "string" ? longTextAt(value, cut?.longTexts ?? []) : null;
    return text === null ? value : (JSON.parse(text.toString()) as unknown);
  });
}

it("cuts out the long texts and nothing else", () => {
  const long = fc
    .constantFrom("a", '"', "\\", '\\"', "\u732b", "\n")
    .map((part) => part.repeat(9_000));
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.jsonValue(), long), { maxLength: 5 }), (value) => {
      const json = JSON.stringify({ value });
      // Not with the value: JSON has no -0.
      expect(join(json)).toEqual(JSON.parse(json));
      const rest = cutLongTexts(Buffer.from(json), Infinity)?.rest.toString() ?? "";
      expect(/"(?:[^"\\]|\\.){8192,}"/s.test(rest)).toBe(false);
    }),
    { numRuns: 50 },
  );
});

it.each([
  ["many texts", JSON.stringify(Array.from({ length: 1_000 }, () => ""))],
  ["many numbers", JSON.stringify(Array.from({ length: 1_000 }, () => 1))],
  ["an open text", `["${"x".repeat(500)}`],
])("returns null if %s are too much", (_, json) =>
  expect(cutLongTexts(Buffer.from(json), 100)).toBeNull(),
);

it.each(['["', "[1,2]", "", '{"a":"b"}'])("leaves %s as it is", (json) =>
  expect(cutLongTexts(Buffer.from(json), 100)).toEqual({ rest: Buffer.from(json), longTexts: [] }),
);

it("finds no long text by another text", () => {
  for (const text of ["", "0", "\u0000", "\u00007", "\u0000x"])
    expect(longTextAt(text, [])).toBeNull();
});
