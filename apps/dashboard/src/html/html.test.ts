import fc from "fast-check";
import { expect, it } from "vitest";

import { html } from "./html.ts";

it("escapes and redacts values, and inserts fragments unchanged (G7)", () => {
  const items = ["<b>", "a & b"].map((text) => html`<i title="${text}">${text}</i>`);
  expect(html`<p>${items}${null}${3}</p>`.html).toBe(
    '<p><i title="&lt;b&gt;">&lt;b&gt;</i><i title="a &amp; b">a &amp; b</i>3</p>',
  );
  expect(html`<p>${"https://h/v?Signature=1"}</p>`.html).toBe("<p>https://h/v?[redacted]</p>");
});

it("never lets a value add markup", () => {
  const unit = fc.oneof(
    fc.constantFrom("<", ">", '"', "'", "&"),
    fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
  );
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      expect(html`${text}`.html).not.toMatch(/[<>"']/);
    }),
  );
});
