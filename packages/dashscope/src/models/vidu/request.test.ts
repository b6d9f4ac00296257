import { describe, expect, it } from "vitest";

import { IMAGE, messageOf, times, VIDEO } from "../example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { AcceptedRow, RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { problemsOf, tooLong } from "../../../test/fixtures/request-problems.ts";

const image = { type: "image", url: IMAGE };
const video = { type: "video", url: VIDEO };

describe("Vidu requests", () => {
  it.each<RejectedRow>([
    [
      "vidu/viduq3-pro_text2video",
      { prompt: "" },
      { duration: 17 },
      ["input.prompt is required", "parameters.duration must be at most 16"],
    ],
    ["vidu/viduq2_text2video", {}, { duration: 11 }, ["parameters.duration must be at most 10"]],
    [
      "vidu/viduq3-pro_text2video",
      {},
      { resolution: "480P" },
      ['parameters.resolution must be one of "540P", "720P", "1080P"'],
    ],
    [
      "vidu/viduq3-pro_img2video",
      { media: [image, image] },
      {},
      ["input.media must have at most 1 entry"],
    ],
    [
      "vidu/viduq3-pro_start-end2video",
      { media: [image] },
      {},
      ["input.media must have at least 2 entries"],
    ],
    [
      "vidu/viduq2_reference2video",
      { media: times(8, image) },
      {},
      ["input.media must have at most 7 entries"],
    ],
    [
      "vidu/viduq3_reference2video",
      { prompt: "x".repeat(5_001) },
      {},
      [`input.prompt ${tooLong(5_000)}`],
    ],
    [
      "vidu/viduq3-mix_reference2video",
      {},
      { resolution: "540P" },
      ['parameters.resolution must be one of "720P", "1080P"'],
    ],
    [
      "vidu/viduq2-pro_reference2video",
      { media: times(8, image) },
      { duration: 11 },
      [
        "parameters.duration must be at most 10",
        "input.media must contain at most 7 images, has 8",
      ],
    ],
    [
      "vidu/viduq2-pro_reference2video",
      { media: [video, ...times(5, image)] },
      {},
      ["input.media must contain at most 4 images with a video, has 5"],
    ],
    [
      "vidu/viduq2-pro_reference2video",
      { media: [image, ...times(3, video)] },
      {},
      ["input.media must contain at most 2 videos, has 3"],
    ],
    [
      "vidu/viduq2-pro_reference2video",
      { media: [video] },
      {},
      ["input.media must contain at least one image"],
    ],
    [
      "vidu/viduq3-ad_reference2video",
      {},
      { duration: 2, sound_effect: "rain" },
      ["parameters.duration must be at least 3", "parameters.sound_effect must be a boolean"],
    ],
    [
      "vidu/viduq3-drama_reference2video",
      {},
      { aspect_ratio: "1:1" },
      ['parameters.aspect_ratio must be one of "16:9", "9:16"'],
    ],
    [
      "vidu/vidu-image_reference2image",
      messageOf({ text: "a" }, ...times(15, { image: IMAGE })),
      { n: 2 },
      [
        "parameters.n must be 1: the model makes one image",
        "input.messages[0].content must contain at most 14 images, has 15",
      ],
    ],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });

  it.each<AcceptedRow>([
    ["vidu/viduq2-pro_reference2video", { media: times(7, image) }, { duration: 0 }],
    ["vidu/viduq2-pro_reference2video", { media: [image, video, video] }, {}],
    ["vidu/viduq3-fast_reference2image", messageOf({ text: "a" }), {}],
  ])("accepts %s %j %j", (model, input, parameters) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual([]);
  });
});
