import { describe, expect, it } from "vitest";

import { AUDIO, BASE64, IMAGE, times, VIDEO } from "../../test/fixtures/example.ts";
import { requestOf } from "../../test/fixtures/examples.ts";
import { sentencesOf } from "../../test/fixtures/sentences.ts";

type Row = readonly [
  model: string,
  input: object,
  parameters: object,
  sentences: readonly string[],
];

const image = { type: "reference_image", url: IMAGE };
const video = { type: "reference_video", url: VIDEO };
const first = { type: "first_frame", url: IMAGE };
const last = { type: "last_frame", url: IMAGE };
const CUT = (most: string) =>
  `must be at most ${most}: the provider cuts the rest silently and bills all the same`;

describe("Wan 2.7 refuses", () => {
  it.each<Row>([
    ["wan2.7-t2v", { prompt: "x".repeat(5_001) }, {}, [`input.prompt ${CUT("5000 characters")}`]],
    [
      "wan2.7-t2v",
      {},
      { shot_type: "multi" },
      ["parameters.shot_type is not a field that is known here"],
    ],
    [
      "wan2.7-t2v",
      {},
      { ratio: "21:9" },
      ['parameters.ratio must be one of "16:9", "9:16", "1:1", "4:3", "3:4"'],
    ],
    [
      "wan2.7-t2v",
      {},
      { resolution: "480P", duration: 16 },
      [
        'parameters.resolution must be one of "720P", "1080P"',
        "parameters.duration must be at most 15",
      ],
    ],
    [
      "wan2.7-i2v",
      { img_url: IMAGE, media: undefined },
      {},
      ["input.media is required", "input.img_url is not a field that is known here"],
    ],
    ["wan2.7-i2v", { media: [] }, {}, ["input.media must have at least 1 entry"]],
    [
      "wan2.7-i2v",
      { media: [first, first] },
      {},
      ["input.media[1] is one first_frame too many: at most 1"],
    ],
    [
      "wan2.7-i2v",
      { media: [image] },
      {},
      [
        'input.media[0].type must be one of "first_frame", "last_frame", "first_clip", "driving_audio"',
      ],
    ],
    ["wan2.7-i2v", {}, { ratio: "16:9" }, ["parameters.ratio is not a field that is known here"]],
    [
      "wan2.7-r2v",
      { media: [first] },
      {},
      ["input.media must have at least one reference_image or reference_video"],
    ],
    [
      "wan2.7-r2v",
      { media: times(6, image) },
      {},
      ["input.media must have at most 5 references, has 6"],
    ],
    [
      "wan2.7-r2v",
      { media: [video] },
      { duration: 11 },
      ["parameters.duration must be at most 10 with a reference_video"],
    ],
    [
      "wan2.7-r2v",
      { media: [image, first, first] },
      {},
      ["input.media[2] is one first_frame too many: at most 1"],
    ],
    ["wan2.7-videoedit", { media: [image] }, {}, ["input.media must have one video"]],
    [
      "wan2.7-videoedit",
      { media: [...times(2, { type: "video", url: VIDEO }), ...times(5, image)] },
      {},
      [
        "input.media[1] is one video too many: at most 1",
        "input.media[6] is one reference_image too many: at most 4",
      ],
    ],
    [
      "wan2.7-videoedit",
      {},
      { duration: 1 },
      ["parameters.duration must be 2 to 10, or 0 for the whole video"],
    ],
    [
      "wan2.7-videoedit",
      {},
      { audio_setting: "mute" },
      ['parameters.audio_setting must be one of "auto", "origin"'],
    ],
  ])("%s %j %j", (model, input, parameters, sentences) => {
    expect(sentencesOf(requestOf(model, input, parameters))).toEqual(sentences);
  });

  it("a first frame that is no object, without believing anything of it", () => {
    expect(sentencesOf(requestOf("wan2.7-r2v", { media: ["x", image] }))).toEqual([
      "input.media[0] must be an object",
    ]);
  });
});

describe("Wan 3.0", () => {
  const of = (input: object, parameters: object = {}) =>
    sentencesOf(requestOf("wan3.0-video", input, parameters));

  it.each<readonly [input: object, parameters: object, sentences: readonly string[]]>([
    [
      { prompt: "", media: [] },
      {},
      ["input.prompt is required, or media: something has to say what is wanted"],
    ],
    [{ prompt: "x".repeat(20_001) }, {}, [`input.prompt ${CUT("20000 characters")}`]],
    [{ negative_prompt: "x" }, {}, ["input.negative_prompt is not a field that is known here"]],
    [
      { media: [first, image, { type: "link", url: "https://media.example" }] },
      {},
      [
        "input.media[1] is a reference_image, which must not stand beside a first_frame",
        "input.media[2] is a link, which must not stand beside a first_frame",
      ],
    ],
    [
      { media: [last, { type: "reference_audio", url: AUDIO }] },
      {},
      ["input.media[1] is a reference_audio, which must not stand beside a last_frame"],
    ],
    [
      {
        media: [
          { type: "file", url: IMAGE },
          { type: "link", url: IMAGE },
        ],
      },
      { prompt_extend: false },
      [
        "parameters.prompt_extend must be true with a file or a link",
        "input.media[1] is a link, which must not stand beside a file",
      ],
    ],
    [
      { media: times(11, image) },
      {},
      ["input.media[10] is one reference_image too many: at most 10"],
    ],
    [{ media: times(6, video) }, {}, ["input.media[5] is one reference_video too many: at most 5"]],
    [
      {},
      { duration: 31, seed: -2, ratio: "1:2" },
      [
        'parameters.ratio must be one of "adaptive", "21:9", "16:9", "4:3", "1:1", "3:4", "9:16"',
        "parameters.duration must be 2 to 30, or -1 for as long as fits",
        "parameters.seed must be at least -1",
      ],
    ],
  ])("refuses %j %j", (input, parameters, sentences) => {
    expect(of(input, parameters)).toEqual(sentences);
  });

  it.each<readonly [object, object]>([
    [{ media: undefined }, {}],
    [{ prompt: undefined, media: [first, last] }, {}],
    [
      {
        media: [
          image,
          video,
          { type: "reference_audio", url: AUDIO },
          { type: "file", url: IMAGE },
        ],
      },
      { prompt_extend: true },
    ],
    [{ media: [{ type: "reference_image", url: BASE64 }] }, { duration: 30 }],
  ])("accepts %j %j", (input, parameters) => {
    expect(of(input, parameters)).toEqual([]);
  });
});

describe("HappyHorse", () => {
  const WEIGHED = `input.prompt ${CUT("5000 characters, of which each Chinese one counts twice")}`;
  it.each<Row>([
    ["happyhorse-1.1-t2v", { prompt: "马".repeat(2_501) }, {}, [WEIGHED]],
    ["happyhorse-1.1-t2v", { prompt: "x".repeat(5_001) }, {}, [WEIGHED]],
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
      ["parameters.audio is not a field that is known here"],
    ],
    [
      "happyhorse-1.1-i2v",
      {},
      { ratio: "16:9" },
      ["parameters.ratio is not a field that is known here"],
    ],
    [
      "happyhorse-1.1-i2v",
      { media: [first, last] },
      {},
      ['input.media[1].type must be "first_frame"'],
    ],
    ["happyhorse-1.1-i2v", { media: [] }, {}, ["input.media must have one first_frame"]],
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
      ["input.media[6] is one reference_image too many: at most 5"],
    ],
    [
      "happyhorse-1.0-video-edit",
      {},
      { duration: 5, ratio: "16:9" },
      [
        "parameters.duration is not a field that is known here",
        "parameters.ratio is not a field that is known here",
      ],
    ],
  ])("refuses %s %j %j", (model, input, parameters, sentences) => {
    expect(sentencesOf(requestOf(model, input, parameters))).toEqual(sentences);
  });

  it.each<readonly [string, object, object]>([
    ["happyhorse-1.1-t2v", { prompt: "马".repeat(2_500) }, { resolution: "480P" }],
    [
      "happyhorse-1.1-i2v",
      { prompt: undefined, media: [{ type: "first_frame", url: BASE64 }] },
      {},
    ],
  ])("accepts %s", (model, input, parameters) => {
    expect(sentencesOf(requestOf(model, input, parameters))).toEqual([]);
  });
});
