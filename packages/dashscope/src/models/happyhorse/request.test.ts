import { describe, expect, it } from "vitest";

import { BASE64, IMAGE, times, VIDEO } from "../example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { AcceptedRow, RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { problemsOf, tooLong } from "../../../test/fixtures/request-problems.ts";

const image = { type: "reference_image", url: IMAGE };
const first = { type: "first_frame", url: IMAGE };
const last = { type: "last_frame", url: IMAGE };
const WEIGHTED = `input.prompt ${tooLong("5000 characters, where each Chinese character counts twice")}`;

describe("HappyHorse requests", () => {
  it.each<RejectedRow>([
    ["happyhorse-1.1-t2v", { prompt: "马".repeat(2_501) }, {}, [WEIGHTED]],
    ["happyhorse-1.1-t2v", { prompt: "x".repeat(5_001) }, {}, [WEIGHTED]],
    ["happyhorse-1.1-t2v", { prompt: "" }, {}, ["input.prompt is required"]],
    [
      "happyhorse-1.0-t2v",
      {},
      { resolution: "480P" },
      ['parameters.resolution must be one of "720P", "1080P"'],
    ],
    ["happyhorse-1.1-t2v", {}, { duration: 2 }, ["parameters.duration must be at least 3"]],
    [
      "happyhorse-1.1-t2v",
      {},
      { audio: false },
      ["parameters.audio is not a known field: remove it"],
    ],
    [
      "happyhorse-1.1-i2v",
      {},
      { ratio: "16:9" },
      ["parameters.ratio is not a known field: remove it"],
    ],
    [
      "happyhorse-1.1-i2v",
      { media: [first, last] },
      {},
      ['input.media[1].type must be "first_frame"'],
    ],
    [
      "happyhorse-1.1-i2v",
      { media: [] },
      {},
      ["input.media must contain exactly one first_frame, has 0"],
    ],
    [
      "happyhorse-1.1-r2v",
      { media: times(10, image) },
      {},
      ["input.media must have at most 9 entries"],
    ],
    [
      "happyhorse-1.0-video-edit",
      { media: [{ type: "video", url: VIDEO }, ...times(6, image)] },
      {},
      ["input.media[6] is one reference_image too many: use at most 5"],
    ],
    [
      "happyhorse-1.0-video-edit",
      {},
      { duration: 5, ratio: "16:9" },
      [
        "parameters.duration is not a known field: remove it",
        "parameters.ratio is not a known field: remove it",
      ],
    ],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });

  it.each<AcceptedRow>([
    ["happyhorse-1.1-t2v", { prompt: "马".repeat(2_500) }, { resolution: "480P" }],
    [
      "happyhorse-1.1-i2v",
      { prompt: undefined, media: [{ type: "first_frame", url: BASE64 }] },
      {},
    ],
  ])("accepts %s %j %j", (model, input, parameters) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual([]);
  });
});
