import { describe, expect, it } from "vitest";

import { BASE64, IMAGE, VIDEO } from "../example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { AcceptedRow, RejectedRow } from "../../../test/fixtures/request-problems.ts";
import { NOT_A_URL, problemsOf } from "../../../test/fixtures/request-problems.ts";

describe("Wan reference to video requests", () => {
  it.each<RejectedRow>([
    [
      "wan2.6-r2v",
      { reference_urls: undefined },
      {},
      [
        "input.reference_urls is required: list the images and videos that the prompt calls character1, character2, …",
      ],
    ],
    [
      "wan2.6-r2v",
      { reference_urls: Array.from({ length: 6 }, () => IMAGE) },
      {},
      ["input.reference_urls must have at most 5 entries"],
    ],
    ["wan2.6-r2v", { reference_urls: [BASE64] }, {}, [`input.reference_urls[0] ${NOT_A_URL}`]],
    ["wan2.6-r2v", {}, { duration: 11 }, ["parameters.duration must be at most 10"]],
    [
      "wan2.6-r2v",
      {},
      { prompt_extend: true },
      ["parameters.prompt_extend is not a known field: remove it"],
    ],
    ["wan2.6-r2v", {}, { audio: true }, ["parameters.audio is not a known field: remove it"]],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });

  it.each<AcceptedRow>([
    [
      "wan2.6-r2v",
      {
        reference_urls: undefined,
        reference_video_urls: [VIDEO],
        reference_video_description: ["a"],
      },
      {},
    ],
    ["wan2.6-r2v-flash", {}, { audio: false }],
  ])("accepts %s %j %j", (model, input, parameters) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual([]);
  });
});
