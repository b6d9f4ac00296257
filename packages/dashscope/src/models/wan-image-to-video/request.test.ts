import { describe, expect, it } from "vitest";

import { AUDIO } from "../example.ts";
import { requestOf } from "../../../test/fixtures/examples.ts";
import type { AcceptedRow, RejectedRow } from "../../../test/fixtures/request-problems.ts";
import {
  CHINESE,
  NOT_A_SOURCE,
  problemsOf,
  tooLong,
} from "../../../test/fixtures/request-problems.ts";

describe("Wan image to video requests", () => {
  it.each<RejectedRow>([
    ["wan2.6-i2v", { img_url: undefined }, {}, ["input.img_url is required"]],
    ["wan2.6-i2v", { img_url: "ftp://media.example/1.png" }, {}, [`input.img_url ${NOT_A_SOURCE}`]],
    ["wan2.6-i2v", { img_url: "data:image/png,AAAA" }, {}, [`input.img_url ${NOT_A_SOURCE}`]],
    [
      "wanx2.1-i2v-plus",
      { img_url: "https://media.example/图.png" },
      {},
      [`input.img_url ${CHINESE}`],
    ],
    [
      "wan2.6-i2v",
      { template: "flying" },
      {},
      ["input.prompt has no effect with a template: remove it"],
    ],
    [
      "wan2.2-i2v-plus",
      {},
      { resolution: "720P" },
      ['parameters.resolution must be one of "480P", "1080P"'],
    ],
    ["wanx2.1-i2v-plus", {}, { resolution: "480P" }, ['parameters.resolution must be "720P"']],
    ["wanx2.1-i2v-turbo", {}, { duration: 2 }, ["parameters.duration must be one of 3, 4, 5"]],
    ["wan2.6-i2v-us", {}, { duration: 6 }, ["parameters.duration must be one of 5, 10, 15"]],
    ["wan2.6-i2v", {}, { audio: true }, ["parameters.audio is not a known field: remove it"]],
    [
      "wan2.6-i2v-flash",
      { audio_url: AUDIO },
      { audio: false },
      ["input.audio_url has no effect when parameters.audio is false: remove it"],
    ],
  ])("rejects %s %j %j", (model, input, parameters, problems) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual(problems);
  });

  it.each<AcceptedRow>([
    ["wan2.6-i2v-flash", { audio_url: AUDIO }, { audio: true }],
    ["wan2.6-i2v", { prompt: "", template: "flying" }, {}],
  ])("accepts %s %j %j", (model, input, parameters) => {
    expect(problemsOf(requestOf(model, input, parameters))).toEqual([]);
  });

  it("names every problem at once", () => {
    const request = requestOf(
      "wan2.6-i2v",
      { img_url: 7, prompt: "x".repeat(1_501), template: "flying", n: 1 },
      { duration: 0 },
    );
    expect(problemsOf(request)).toEqual([
      "input.img_url must be a string",
      `input.prompt ${tooLong(1_500)}`,
      "input.n is not a known field: remove it",
      "parameters.duration must be at least 2",
    ]);
  });
});
