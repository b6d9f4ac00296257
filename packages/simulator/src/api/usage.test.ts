import { expect, test } from "vitest";

import { exampleTask } from "../../test/fixtures/task.ts";
import { usageOf } from "./usage.ts";

test("each generation of models has its own usage", () => {
  const task = exampleTask({ size: "832*480", tier: "480", outputSeconds: 5 });
  const usage = {
    duration: 5,
    input_video_duration: 0,
    output_video_duration: 5,
    SR: 480,
    video_count: 1,
    size: "832*480",
  };
  expect(usageOf(task, "standard")).toEqual({
    video_duration: 5,
    video_ratio: "standard",
    video_count: 1,
  });
  expect(usageOf(task, "size")).toEqual({
    video_duration: 5,
    video_ratio: "832*480",
    video_count: 1,
  });
  expect(usageOf(task, "wan-2.6")).toEqual(usage);
  expect(usageOf({ ...task, audio: true }, "wan-2.6")).toEqual({ ...usage, audio: true });
  expect(usageOf({ ...task, inputSeconds: 3 }, "wan-3.0")).toMatchObject({ duration: 8, fps: 30 });
  expect(usageOf({ ...task, tier: "std" }, "mode")).toEqual({
    video_duration: 5,
    video_ratio: "std",
  });
  expect(usageOf(task, "vendor")).toMatchObject({ SR: "480", audio: false });
  expect(usageOf({ ...task, parts: 4, failedParts: 1 }, "images")).toEqual({ image_count: 3 });
  expect(usageOf({ ...task, parts: 2, tier: "2k" }, "qwen-image")).toEqual({
    output_image_count: 2,
    output_image_type: "qima_output_2k",
  });
  expect(usageOf({ ...task, parts: 2, tier: "2K" }, "vendor-images")).toEqual({
    image_count: 2,
    size: "832*480",
    SR: "2K",
  });
  expect(usageOf(task, "video_duration")).toEqual({ video_duration: 5 });
  expect(usageOf({ ...task, parts: 2 }, "tokens")).toMatchObject({ image_count: 2 });
});
