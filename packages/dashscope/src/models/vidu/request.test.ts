import { describe, expect, it } from "vitest";

import { IMAGE, times } from "../../../test/fixtures/example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { problemsOf } from "../../../test/fixtures/request-problems.ts";

const image = { type: "image", url: IMAGE };

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
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });
});
