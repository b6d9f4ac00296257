import { describe, expect, it } from "vitest";

import { requestOf } from "../../../test/fixtures/examples.ts";
import type { RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { problemsOf } from "../../../test/fixtures/request-problems.ts";

describe("Wan speech to video requests", () => {
  it.each<RejectedRow>([
    ["wan2.2-s2v", { prompt: "sing" }, {}, ["input.prompt is not a known field: remove it"]],
    ["wan2.2-s2v", { audio_url: undefined }, {}, ["input.audio_url is required"]],
    [
      "wan2.2-s2v",
      {},
      { resolution: "1080P" },
      ['parameters.resolution must be one of "480P", "720P"'],
    ],
    [
      "wan2.2-s2v",
      { image_url: `https://media.example/${"x".repeat(2_048)}` },
      {},
      ["input.image_url must be at most 2048 characters long"],
    ],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });
});
