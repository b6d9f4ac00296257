import { expect, it } from "vitest";

import { holdOf, roomFor } from "./hold.ts";

const BEIJING = { region: "cn-beijing" } as const;

it.each([
  [{ model: "wan2.5-t2i-preview", input: { prompt: "a" }, parameters: { n: 1 } }, "0.20"],
  // Billed by the length of a file that only the provider measures.
  [{ model: "fun-asr", input: { file_urls: ["https://media.example/1.mp3"] } }, null],
  // Without a price in this region.
  [{ model: "vidu/viduq3-pro-fast_img2video", input: { prompt: "a" } }, null],
  [{ model: "unknown", input: {} }, null],
])("returns the most that %j can cost, and its currency", (request, amount) => {
  expect(holdOf(request, BEIJING)).toEqual({ amount, currency: "CNY" });
});

it("needs room for the least amount if nothing bounds the cost", () => {
  expect(roomFor({ amount: "0.20", currency: "CNY" })).toBe(200_000_000n);
  expect(roomFor({ amount: null, currency: "CNY" })).toBe(1n);
});
