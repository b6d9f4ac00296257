import { describe, expect, it } from "vitest";

import { IMAGE, times, VIDEO } from "../example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { problemsOf, tooLong } from "../../../test/fixtures/request-problems.ts";

const image = { type: "reference_image", url: IMAGE };
const video = { type: "reference_video", url: VIDEO };
const first = { type: "first_frame", url: IMAGE };

const COMBINATIONS =
  "use first_frame, first_frame + driving_audio, first_frame + last_frame, first_frame + last_frame + driving_audio, first_clip, or first_clip + last_frame";

describe("Wan 2.7 video requests", () => {
  it.each<RejectedRow>([
    [
      "wan2.7-t2v",
      { prompt: "x".repeat(5_001) },
      {},
      [`input.prompt ${tooLong("5000 characters")}`],
    ],
    [
      "wan2.7-t2v",
      {},
      { shot_type: "multi" },
      ["parameters.shot_type is not a known field: remove it"],
    ],
    [
      "wan2.7-t2v",
      {},
      { ratio: "21:9" },
      ['parameters.ratio must be one of "16:9", "9:16", "1:1", "4:3", "3:4"'],
    ],
    [
      "wan2.7-t2v",
      {},
      { resolution: "480P", duration: 16 },
      [
        'parameters.resolution must be one of "720P", "1080P"',
        "parameters.duration must be at most 15",
      ],
    ],
    [
      "wan2.7-i2v",
      { img_url: IMAGE, media: undefined },
      {},
      ["input.media is required", "input.img_url is not a known field: remove it"],
    ],
    ["wan2.7-i2v", { media: [] }, {}, ["input.media must have at least 1 entry"]],
    [
      "wan2.7-i2v",
      { media: [first, first] },
      {},
      ["input.media[1] is one first_frame too many: use at most 1"],
    ],
    [
      "wan2.7-i2v",
      { media: [image] },
      {},
      [
        'input.media[0].type must be one of "first_frame", "last_frame", "first_clip", "driving_audio"',
      ],
    ],
    [
      "wan2.7-i2v",
      { media: [{ type: "last_frame", url: IMAGE }] },
      {},
      [`input.media has last_frame: ${COMBINATIONS}`],
    ],
    [
      "wan2.7-i2v",
      { media: [{ type: "first_clip", url: VIDEO }, first] },
      {},
      [`input.media has first_clip + first_frame: ${COMBINATIONS}`],
    ],
    ["wan2.7-r2v", { prompt: undefined }, {}, ["input.prompt is required"]],
    ["wan2.7-i2v", {}, { ratio: "16:9" }, ["parameters.ratio is not a known field: remove it"]],
    [
      "wan2.7-r2v",
      { media: [first] },
      {},
      ["input.media must contain at least one reference_image or reference_video"],
    ],
    [
      "wan2.7-r2v",
      { media: times(6, image) },
      {},
      ["input.media must contain at most 5 references, has 6"],
    ],
    [
      "wan2.7-r2v",
      { media: [video] },
      { duration: 11 },
      ["parameters.duration must be at most 10 with a reference_video"],
    ],
    [
      "wan2.7-r2v",
      { media: [image, first, first] },
      {},
      ["input.media[2] is one first_frame too many: use at most 1"],
    ],
    [
      "wan2.7-videoedit",
      { media: [image] },
      {},
      ["input.media must contain exactly one video, has 0"],
    ],
    [
      "wan2.7-videoedit",
      { media: [...times(2, { type: "video", url: VIDEO }), ...times(5, image)] },
      {},
      [
        "input.media[1] is one video too many: use at most 1",
        "input.media[6] is one reference_image too many: use at most 4",
      ],
    ],
    [
      "wan2.7-videoedit",
      {},
      { duration: 1 },
      ["parameters.duration must be 2 to 10, or 0 for the length of the input video"],
    ],
    [
      "wan2.7-videoedit",
      {},
      { audio_setting: "mute" },
      ['parameters.audio_setting must be one of "auto", "origin"'],
    ],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });

  it.each([["first_frame"], ["first_frame", "driving_audio"], ["first_clip", "last_frame"]])(
    "accepts %s with %s",
    (...types) => {
      const media = types.map((type) => ({ type, url: IMAGE }));
      expect(problemsOf(requestOf("wan2.7-i2v", { media }))).toEqual([]);
    },
  );

  it("rejects a medium that is not an object", () => {
    expect(problemsOf(requestOf("wan2.7-r2v", { media: ["x", image] }))).toEqual([
      "input.media[0] must be an object",
    ]);
  });
});
