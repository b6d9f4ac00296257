import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { isDataUrl, readDataUrl } from "./data-url.ts";

const PNG = "data:image/png;base64,";

it.each([
  [`${PNG}AAAA`, true],
  ["DATA:;BASE64,AAAA", true],
  ["data:image/png;name=cat.png;base64,AAAA", true],
  ["data:image/svg+xml,<svg/>", false],
  ["https://media.example/1.png?data:x;base64,", false],
])("isDataUrl(%s) is %s", (url, expected) => expect(isDataUrl(url)).toBe(expected));

describe("readDataUrl", () => {
  it("returns the bytes, with and without padding", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
        const text = Buffer.from(bytes).toString("base64");
        const file = { declaredType: "image/png", bytes: Buffer.from(bytes) };
        for (const variant of [text, text.replace(/=+$/, "")])
          expect(readDataUrl(PNG + variant)).toEqual(file);
      }),
    );
  });

  it.each([
    ["DATA:;BASE64,AAAA", ""],
    ["data:IMAGE/PNG;name=cat.png;base64,AAAA", "image/png"],
  ])("returns the declared type of %s", (url, declaredType) =>
    expect(readDataUrl(url)).toMatchObject({ declaredType }),
  );

  it.each(["", "A", "AAA*", "AAAA AAAA", "AA==AAAA", "\u732b"])("returns null for %j", (text) =>
    expect(readDataUrl(PNG + text)).toBeNull(),
  );
});
