import { describe, expect, it } from "vitest";

import { IMAGE } from "../../../test/fixtures/example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { problemsOf } from "../../../test/fixtures/request-problems.ts";

const image = { type: "image", url: IMAGE };

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
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });
});
