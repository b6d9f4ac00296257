import { describe, expect, it } from "vitest";

import { AUDIO, BASE64, IMAGE, times, VIDEO } from "../example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { AcceptedRow, RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { problemsOf, tooLong } from "../../../test/fixtures/request-problems.ts";

const image = { type: "reference_image", url: IMAGE };
const video = { type: "reference_video", url: VIDEO };
const first = { type: "first_frame", url: IMAGE };
const last = { type: "last_frame", url: IMAGE };

describe("Wan 3.0 video requests", () => {
  it.each<RejectedRow>([
    ["wan3.0-video", { prompt: "", media: [] }, {}, ["input.prompt is required without media"]],
    [
      "wan3.0-video",
      { prompt: "x".repeat(20_001) },
      {},
      [`input.prompt ${tooLong("20000 characters")}`],
    ],
    [
      "wan3.0-video",
      { negative_prompt: "x" },
      {},
      ["input.negative_prompt is not a known field: remove it"],
    ],
    [
      "wan3.0-video",
      { media: [first, image, { type: "link", url: "https://media.example" }] },
      {},
      [
        "input.media[1] is a reference_image, which cannot be combined with a first_frame: remove one of them",
        "input.media[2] is a link, which cannot be combined with a first_frame: remove one of them",
      ],
    ],
    [
      "wan3.0-video",
      { media: [last, { type: "reference_audio", url: AUDIO }] },
      {},
      [
        "input.media[1] is a reference_audio, which cannot be combined with a last_frame: remove one of them",
      ],
    ],
    [
      "wan3.0-video",
      {
        media: [
          { type: "file", url: IMAGE },
          { type: "link", url: IMAGE },
        ],
      },
      { prompt_extend: false },
      [
        "parameters.prompt_extend must be true with a file or a link",
        "input.media[1] is a link, which cannot be combined with a file: remove one of them",
      ],
    ],
    [
      "wan3.0-video",
      { media: times(11, image) },
      {},
      ["input.media[10] is one reference_image too many: use at most 10"],
    ],
    [
      "wan3.0-video",
      { media: times(6, video) },
      {},
      ["input.media[5] is one reference_video too many: use at most 5"],
    ],
    [
      "wan3.0-video",
      {},
      { duration: 31, seed: -2, ratio: "1:2" },
      [
        'parameters.ratio must be one of "adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"',
        "parameters.duration must be 2 to 30, or -1 for a length that the model chooses",
        "parameters.seed must be at least -1",
      ],
    ],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });

  it.each<AcceptedRow>([
    ["wan3.0-video", { media: undefined }, {}],
    ["wan3.0-video", { prompt: undefined, media: [first, last] }, {}],
    [
      "wan3.0-video",
      {
        media: [
          image,
          video,
          { type: "reference_audio", url: AUDIO },
          { type: "file", url: IMAGE },
        ],
      },
      { prompt_extend: true },
    ],
    ["wan3.0-video", { media: [{ type: "reference_image", url: BASE64 }] }, { duration: 30 }],
  ])("accepts %s %j %j", (model, input, parameters) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual([]);
  });
});
