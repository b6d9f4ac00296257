import { describe, expect, it } from "vitest";

import { IMAGE, VIDEO } from "../example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { AcceptedRow, RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { problemsOf, tooLong } from "../../../test/fixtures/request-problems.ts";

const image = { type: "image", url: IMAGE };
const ours = { media: [{ type: "image_url", url: IMAGE }] };

describe("PixVerse requests", () => {
  it.each<RejectedRow>([
    [
      "pixverse/pixverse-v5.6-t2v",
      {},
      { duration: undefined },
      ["parameters.duration is required: one of 5, 8, 10"],
    ],
    [
      "pixverse/pixverse-v5.6-t2v",
      {},
      { duration: 10, size: "1920*1080" },
      ["parameters.duration must be 5 or 8 at 1080P"],
    ],
    [
      "pixverse/pixverse-v5.6-t2v",
      {},
      { size: "720P" },
      ["parameters.size must be width*height, such as 1280*720"],
    ],
    [
      "pixverse/pixverse-v5.6-kf2v",
      {},
      { duration: 10 },
      ["parameters.duration must be 5 or 8 at 1080P"],
    ],
    [
      "pixverse/pixverse-v6-kf2v",
      { media: [] },
      { duration: 16 },
      [
        "parameters.duration must be at most 15",
        "input.media must contain exactly one first_frame, has 0",
      ],
    ],
    [
      "pixverse/pixverse-v5.6-it2v",
      { media: [image] },
      {},
      [
        'input.media[0].type must be "image_url"',
        "input.media must contain exactly one image_url, has 0",
      ],
    ],
    ["pixverse/pixverse-c1-r2v", { media: [] }, {}, ["input.media must have at least 1 entry"]],
    ["pixverse/pixverse-c1-r2v", {}, { size: undefined }, ["parameters.size is required"]],
    [
      "pixverse/pixverse-c1-r2v",
      { prompt: "x".repeat(5_001) },
      {},
      [`input.prompt ${tooLong(5_000)}`],
    ],
    [
      "pixverse/pixverse-v5.6-r2v",
      { prompt: "x".repeat(2_049) },
      { size: undefined },
      [`input.prompt ${tooLong(2_048)}`, "parameters.size is required"],
    ],
    [
      "pixverse/pixverse-v6-r2v-omni",
      { media: [{ type: "video_url", url: VIDEO }] },
      { duration: 5, resolution: undefined, aspect_ratio: undefined, size: "1280*720" },
      [
        'parameters.resolution is required: one of "360P", "540P", "720P", "1080P"',
        "parameters.aspect_ratio is required",
        "parameters.size is not a known field: remove it",
        "parameters.duration must be 0 with a video_url",
      ],
    ],
    [
      "pixverse/pixverse-v6-r2v-omni",
      ours,
      { duration: 0 },
      ["parameters.duration must be 1 to 15 without a video_url"],
    ],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });

  it.each<AcceptedRow>([
    ["pixverse/pixverse-v6-r2v-omni", ours, { duration: 15 }],
    ["pixverse/pixverse-v6-t2v", {}, { shot_type: "multi", duration: 1 }],
  ])("accepts %s %j %j", (model, input, parameters) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual([]);
  });
});
