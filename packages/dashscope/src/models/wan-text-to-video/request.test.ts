import { describe, expect, it } from "vitest";

import { AUDIO, BASE64 } from "../example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { AcceptedRow, RejectedRow } from "../../../test/fixtures/request-problems.ts";
import {
  FIVE_SECONDS,
  NOT_A_URL,
  problemsOf,
  tooLong,
} from "../../../test/fixtures/request-problems.ts";

describe("Wan text to video requests", () => {
  it.each<RejectedRow>([
    ["wan2.6-t2v", { prompt: undefined }, {}, ["input.prompt is required"]],
    ["wan2.6-t2v", { prompt: "x".repeat(1_501) }, {}, [`input.prompt ${tooLong(1_500)}`]],
    ["wan2.2-t2v-plus", { prompt: "x".repeat(801) }, {}, [`input.prompt ${tooLong(800)}`]],
    [
      "wan2.6-t2v",
      { negative_prompt: "𠮷".repeat(501) },
      {},
      [`input.negative_prompt ${tooLong(500)}`],
    ],
    ["wan2.6-t2v", { audio_url: BASE64 }, {}, [`input.audio_url ${NOT_A_URL}`]],
    [
      "wan2.2-t2v-plus",
      { audio_url: AUDIO },
      {},
      ["input.audio_url is not a known field: remove it"],
    ],
    [
      "wan2.6-t2v",
      {},
      { size: "832*480" },
      [
        'parameters.size must be one of "1280*720", "720*1280", "960*960", "1088*832", "832*1088", "1920*1080", "1080*1920", "1440*1440", "1632*1248", "1248*1632"',
      ],
    ],
    ["wan2.6-t2v", {}, { duration: 16 }, ["parameters.duration must be at most 15"]],
    ["wan2.6-t2v", {}, { duration: 1 }, ["parameters.duration must be at least 2"]],
    ["wan2.6-t2v", {}, { duration: 2.5 }, ["parameters.duration must be a whole number"]],
    ["wan2.6-t2v", {}, { duration: "5" }, ["parameters.duration must be a number"]],
    ["wan2.6-t2v-us", {}, { duration: 15 }, ["parameters.duration must be one of 5, 10"]],
    ["wan2.5-t2v-preview", {}, { duration: 15 }, ["parameters.duration must be one of 5, 10"]],
    ["wan2.2-t2v-plus", {}, { duration: 10 }, [FIVE_SECONDS]],
    ["wanx2.1-t2v-turbo", {}, { duration: 10 }, [FIVE_SECONDS]],
    [
      "wan2.6-t2v",
      {},
      { shot_type: "many" },
      ['parameters.shot_type must be one of "single", "multi"'],
    ],
    [
      "wan2.6-t2v",
      {},
      { prompt_extend: false },
      ["parameters.shot_type has no effect when prompt_extend is false: remove it"],
    ],
    [
      "wan2.5-t2v-preview",
      {},
      { shot_type: "multi" },
      ["parameters.shot_type is not a known field: remove it"],
    ],
    ["wan2.6-t2v", {}, { seed: -1 }, ["parameters.seed must be at least 0"]],
    [
      "wan2.6-t2v",
      {},
      { resolution: "720P" },
      ["parameters.resolution is not a known field: remove it"],
    ],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });

  it.each<AcceptedRow>([["wan2.6-t2v", {}, { shot_type: undefined, prompt_extend: false }]])(
    "accepts %s %j %j",
    (model, input, parameters) => {
      expect(problemsOf(requestOf(model, input, parameters))).toEqual([]);
    },
  );
});
