import fc from "fast-check";
import { expect, it } from "vitest";

import { purchaseKey } from "./purchase-key.ts";

const request = { model: "wan2.6-t2v", input: { prompt: "Rain", media: [{ a: 1, b: 2 }] } };

it("is the same for the same request and purpose, in any order of the fields", () => {
  const reordered = { input: { media: [{ b: 2, a: 1 }], prompt: "Rain" }, model: "wan2.6-t2v" };
  expect(purchaseKey(reordered, "")).toBe(purchaseKey(request, ""));
  expect(purchaseKey({ ...request, parameters: undefined }, "")).toBe(purchaseKey(request, ""));
});

it("differs for another request or purpose", () => {
  const keys = [
    purchaseKey(request, ""),
    purchaseKey(request, "variant 2"),
    purchaseKey({ ...request, input: { prompt: "Snow" } }, ""),
    purchaseKey({ ...request, input: { ...request.input, media: [] } }, ""),
  ];
  expect(new Set(keys).size).toBe(keys.length);
});

it("fits into the header whatever the request is", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string(), (request, purpose) => {
      expect(purchaseKey(request, purpose)).toMatch(/^mcp-[0-9a-f]{64}$/);
    }),
  );
});
