import { findModel } from "@dashqueue/dashscope";
import { expect, it } from "vitest";

import { GENERATIONS, START } from "../../test/fixtures/generations.ts";
import { pollPace } from "./pace.ts";

const delayOf = (model: string, now: number, bounds = { minMs: 2_000, maxMs: 300_000 }) => {
  const { running } = GENERATIONS;
  return pollPace(findModel, bounds)({ ...running, request: { ...running.request, model } }, now);
};

it.each([
  ["a video is left alone as long as it takes at the least", "wan2.1-vace-plus", START, 60_000],
  ["counted from its create", "wan2.1-vace-plus", START + 50_000, 10_000],
  ["then it is looked at evenly", "wan2.1-vace-plus", START + 60_000, 15_000],
  ["an image is done sooner", "wan2.7-image", START, 10_000],
  ["a model that nobody knows is asked about as is usual", "wan9", START, 15_000],
])("%s", (_, model, now, delayMs) => {
  expect(delayOf(model, now)).toBe(delayMs);
});

it("keeps the bounds", () => {
  expect(delayOf("wan2.1-vace-plus", START, { minMs: 100, maxMs: 200 })).toBe(200);
  expect(delayOf("wan2.1-vace-plus", START + 300, { minMs: 100, maxMs: 200 })).toBe(200);
  expect(delayOf("wan2.7-image", START + 60_000, { minMs: 20_000, maxMs: 30_000 })).toBe(20_000);
});
