import { describe, expect, it } from "vitest";

import { requestOf } from "../../../test/fixtures/examples.ts";
import type { RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { problemsOf } from "../../../test/fixtures/request-problems.ts";

describe("Wan animate requests", () => {
  it.each<RejectedRow>([
    [
      "wan2.2-animate-move",
      { video_url: "https://media.example/vidéo.mp4" },
      {},
      ["input.video_url must contain only ASCII characters: percent-encode all others"],
    ],
    [
      "wan2.2-animate-mix",
      {},
      { mode: undefined },
      ['parameters.mode is required: one of "wan-std", "wan-pro"'],
    ],
    [
      "wan2.2-animate-mix",
      {},
      { watermark: true },
      ["parameters.watermark is not a known field: did you mean input.watermark?"],
    ],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });

  it("rejects a request without parameters", () => {
    const { parameters: _, ...request } = requestOf("wan2.2-animate-move");
    expect(problemsOf(request)).toEqual(["parameters is required: set mode to wan-std or wan-pro"]);
  });
});
