import { findModel } from "@dashqueue/dashscope";
import { expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { pollPace } from "./pace.ts";

const delayOf = (model: string, now: number, bounds = { minMs: 2_000, maxMs: 300_000 }) => {
  const { running } = GENERATIONS;
  return pollPace(findModel, bounds)({ ...running, request: { ...running.request, model } }, now);
};

it.each([
  ["the first poll of a video waits for its shortest duration", "wan2.1-vace-plus", START, 60_000],
  ["the duration counts from the create request", "wan2.1-vace-plus", START + 50_000, 10_000],
  ["later polls are evenly spaced", "wan2.1-vace-plus", START + 60_000, 15_000],
  ["an image is polled sooner than a video", "wan2.7-image", START, 10_000],
  ["an unknown model is polled at the default pace", "wan9", START, 15_000],
])("%s", (_, model, now, delayMs) => {
  expect(delayOf(model, now)).toBe(delayMs);
});

it("stays within the configured bounds", () => {
  expect(delayOf("wan2.1-vace-plus", START, { minMs: 100, maxMs: 200 })).toBe(200);
  expect(delayOf("wan2.1-vace-plus", START + 300, { minMs: 100, maxMs: 200 })).toBe(200);
  expect(delayOf("wan2.7-image", START + 60_000, { minMs: 20_000, maxMs: 30_000 })).toBe(20_000);
});
