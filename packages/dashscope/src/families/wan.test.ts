import { describe, expect, it } from "vitest";

import { AUDIO, BASE64, IMAGE, VIDEO } from "../../test/fixtures/example.ts";
import { requestOf } from "../../test/fixtures/examples.ts";
import { sentencesOf } from "../../test/fixtures/sentences.ts";

type Row = readonly [
  model: string,
  input: object,
  parameters: object,
  sentences: readonly string[],
];

const CUT = (most: number) =>
  `must be at most ${most} characters: the provider cuts the rest silently and bills all the same`;
const FIVE = "parameters.duration must be 5: the provider makes 5 s whatever is asked";
const NOT_A_URL = "must be an http, https or oss URL; base64 is not accepted";
const NO_SOURCE =
  "must be an http, https or oss URL of at most 2048 characters, or data:{mime};base64,…";
const CHINESE = "must not contain Chinese characters: encode them";

describe("Wan until 2.6 refuses", () => {
  it.each<Row>([
    ["wan2.6-t2v", { prompt: undefined }, {}, ["input.prompt is required"]],
    ["wan2.6-t2v", { prompt: "x".repeat(1_501) }, {}, [`input.prompt ${CUT(1_500)}`]],
    ["wan2.2-t2v-plus", { prompt: "x".repeat(801) }, {}, [`input.prompt ${CUT(800)}`]],
    [
      "wan2.6-t2v",
      { negative_prompt: "𠮷".repeat(501) },
      {},
      [`input.negative_prompt ${CUT(500)}`],
    ],
    ["wan2.6-t2v", { audio_url: BASE64 }, {}, [`input.audio_url ${NOT_A_URL}`]],
    [
      "wan2.2-t2v-plus",
      { audio_url: AUDIO },
      {},
      ["input.audio_url is not a field that is known here"],
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
    ["wan2.2-t2v-plus", {}, { duration: 10 }, [FIVE]],
    ["wanx2.1-t2v-turbo", {}, { duration: 10 }, [FIVE]],
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
      ["parameters.shot_type has a meaning with prompt_extend only"],
    ],
    [
      "wan2.5-t2v-preview",
      {},
      { shot_type: "multi" },
      ["parameters.shot_type is not a field that is known here"],
    ],
    ["wan2.6-t2v", {}, { seed: -1 }, ["parameters.seed must be at least 0"]],
    [
      "wan2.6-t2v",
      {},
      { resolution: "720P" },
      ["parameters.resolution is not a field that is known here"],
    ],
    ["wan2.6-i2v", { img_url: undefined }, {}, ["input.img_url is required"]],
    ["wan2.6-i2v", { img_url: "ftp://media.example/1.png" }, {}, [`input.img_url ${NO_SOURCE}`]],
    ["wan2.6-i2v", { img_url: "data:image/png,AAAA" }, {}, [`input.img_url ${NO_SOURCE}`]],
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
      ["input.prompt is ignored beside template: give one of them"],
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
    ["wan2.6-i2v", {}, { audio: true }, ["parameters.audio is not a field that is known here"]],
    [
      "wan2.6-i2v-flash",
      { audio_url: AUDIO },
      { audio: false },
      ["input.audio_url is ignored beside parameters.audio false"],
    ],
    [
      "wan2.2-kf2v-flash",
      { first_frame_url: undefined },
      {},
      ["input.first_frame_url is required"],
    ],
    [
      "wanx2.1-kf2v-plus",
      { last_frame_url: "https://media.example/图.png" },
      {},
      [`input.last_frame_url ${CHINESE}`],
    ],
    ["wanx2.1-kf2v-plus", {}, { resolution: "480P" }, ['parameters.resolution must be "720P"']],
    ["wan2.2-kf2v-flash", {}, { duration: 10 }, [FIVE]],
    ["wan2.2-kf2v-flash", { prompt: "x".repeat(801) }, {}, [`input.prompt ${CUT(800)}`]],
    [
      "wan2.6-r2v",
      { reference_urls: undefined },
      {},
      [
        "input.reference_urls is required: the images and videos that the prompt calls character1, character2, …",
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
      ["parameters.prompt_extend is not a field that is known here"],
    ],
    ["wan2.6-r2v", {}, { audio: true }, ["parameters.audio is not a field that is known here"]],
    [
      "wan2.2-animate-move",
      { video_url: "https://media.example/vidéo.mp4" },
      {},
      ["input.video_url must contain ASCII characters only: percent-encode the others"],
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
      ["parameters.watermark is not a field that is known here"],
    ],
    ["wan2.2-s2v", { prompt: "sing" }, {}, ["input.prompt is not a field that is known here"]],
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
      ["input.image_url must be at most 2048 characters"],
    ],
  ])("%s %j %j", (model, input, parameters, sentences) => {
    expect(sentencesOf(requestOf(model, input, parameters))).toEqual(sentences);
  });

  it("animate without its parameters", () => {
    const { parameters: _, ...request } = requestOf("wan2.2-animate-move");
    expect(sentencesOf(request)).toEqual(["parameters is required: mode says wan-std or wan-pro"]);
  });

  it("everything that is wrong, all at once", () => {
    const request = requestOf(
      "wan2.6-i2v",
      { img_url: 7, prompt: "x".repeat(1_501), template: "flying", n: 1 },
      { duration: 0 },
    );
    expect(sentencesOf(request)).toEqual([
      "input.img_url must be a string",
      `input.prompt ${CUT(1_500)}`,
      "input.n is not a field that is known here",
      "parameters.duration must be at least 2",
    ]);
  });
});

describe("Wan until 2.6 accepts", () => {
  it.each<readonly [string, object, object]>([
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
    ["wan2.6-i2v-flash", { audio_url: AUDIO }, { audio: true }],
    ["wan2.6-i2v", { prompt: "", template: "flying" }, {}],
    ["wan2.6-t2v", {}, { shot_type: undefined, prompt_extend: false }],
  ])("%s %j %j", (model, input, parameters) => {
    expect(sentencesOf(requestOf(model, input, parameters))).toEqual([]);
  });
});
