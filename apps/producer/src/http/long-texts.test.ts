import fc from "fast-check";
import { expect, it } from "vitest";

import { bytesOutsideLongTexts } from "./long-texts.ts";

const countIn = (value: unknown) =>
  bytesOutsideLongTexts(Buffer.from(JSON.stringify(value)), Infinity);

it("counts everything but long texts", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const size = Buffer.byteLength(JSON.stringify(value));
      expect(countIn(value)).toBe(size);
      const escapes = `\\"\\\\"`;
      expect(countIn([`${escapes.repeat(3_000)}\\`, value])).toBe(size + "[,]".length);
    }),
  );
});

it("stops when it has counted enough", () => {
  const texts = Buffer.from(JSON.stringify(Array.from({ length: 1_000 }, () => "text")));
  expect(bytesOutsideLongTexts(texts, 100)).toBeLessThan(120);
});

it.each([
  ["an open text", '{"a":"', 6],
  ["no text", "[1,2]", 5],
  ["nothing", "", 0],
])("counts %s", (_, json, bytes) =>
  expect(bytesOutsideLongTexts(Buffer.from(json), Infinity)).toBe(bytes),
);
