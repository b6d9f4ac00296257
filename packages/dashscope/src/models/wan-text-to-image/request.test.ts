import { describe, expect, it } from "vitest";

import { requestOf } from "../../../test/fixtures/examples.ts";
import type { RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { problemsOf, tooLong } from "../../../test/fixtures/request-problems.ts";

describe("Wan text to image requests", () => {
  it.each<RejectedRow>([
    ["wan2.2-t2i-plus", { prompt: "x".repeat(501) }, {}, [`input.prompt ${tooLong(500)}`]],
    ["wanx2.0-t2i-turbo", { prompt: "x".repeat(801) }, {}, [`input.prompt ${tooLong(800)}`]],
    ["wan2.5-t2i-preview", { prompt: "x".repeat(2_001) }, {}, [`input.prompt ${tooLong(2_000)}`]],
    ["wan2.2-t2i-plus", {}, { n: 5 }, ["parameters.n must be at most 4"]],
    [
      "wan2.2-t2i-plus",
      {},
      { size: "511*1024" },
      ["parameters.size must be width*height with both sides from 512 to 1440"],
    ],
    [
      "wan2.2-t2i-plus",
      {},
      { size: "1024x1024" },
      ["parameters.size must be width*height with both sides from 512 to 1440"],
    ],
    [
      "wan2.2-t2i-plus",
      {},
      { size: 1024 },
      ["parameters.size must be width*height with both sides from 512 to 1440"],
    ],
    [
      "wan2.5-t2i-preview",
      {},
      { size: "600*2700" },
      [
        "parameters.size must be width*height with 768*768 to 1440*1440 pixels in total and a ratio of 1:4 to 4:1",
      ],
    ],
    [
      "wanx-v1",
      { prompt: "" },
      { n: 5 },
      ["input.prompt is required", "parameters.n must be at most 4"],
    ],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });
});
