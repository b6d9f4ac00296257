import { describe, expect, it } from "vitest";

import { IMAGE, times, VIDEO } from "../../test/fixtures/example.ts";
import { requestOf } from "../../test/fixtures/examples.ts";
import { sentencesOf } from "../../test/fixtures/sentences.ts";

const KLING = "kling/kling-v3-video-generation";
const OMNI = "kling/kling-v3-omni-video-generation";

/** A request without shots. */
const plain = (model: string, input: object = {}, parameters: object = {}) => ({
  model,
  input: { prompt: "a cat runs", ...input },
  parameters: { aspect_ratio: "16:9", ...parameters },
});
const medium = (type: string) => ({
  type,
  url: type === "base" || type === "feature" ? VIDEO : IMAGE,
});
const media = (...types: readonly string[]) => ({ media: types.map(medium) });
const subjects = (count: number) => ({ element_list: times(count, { element_id: 171 }) });
const shot = { index: 1, prompt: "a cat", duration: 5 };

describe("Kling refuses", () => {
  it.each<readonly [object: object, parameters: object, sentences: readonly string[]]>([
    [{ prompt: "" }, {}, ["input.prompt is required without media"]],
    [
      { prompt: "x".repeat(2_501) },
      {},
      [
        "input.prompt must be at most 2500 characters: the provider cuts the rest silently and bills all the same",
      ],
    ],
    [
      { multi_shot: true },
      {},
      ["input.shot_type is required with multi_shot: intelligence or customize"],
    ],
    [
      { multi_shot: true, shot_type: "intelligence", prompt: undefined },
      {},
      ["input.prompt is required"],
    ],
    [
      { multi_shot: true, shot_type: "customize" },
      {},
      [
        "input.multi_prompt is required with shot_type customize",
        "input.prompt is ignored with shot_type customize: use multi_prompt",
      ],
    ],
    [
      {
        multi_shot: true,
        shot_type: "customize",
        prompt: "",
        multi_prompt: [{ ...shot, duration: 6 }, 7, {}],
      },
      {},
      [
        "input.multi_prompt[1] must be an object",
        "input.multi_prompt[2].index is required",
        "input.multi_prompt[2].prompt is required",
        "input.multi_prompt[2].duration is required",
        "input.multi_prompt[0].duration must be at most the duration of the video, 5",
      ],
    ],
    [
      {
        multi_shot: true,
        shot_type: "customize",
        prompt: "",
        multi_prompt: [{ ...shot, prompt: "x".repeat(513) }],
      },
      { duration: "5" },
      [
        "input.multi_prompt[0].prompt must be at most 512 characters: the provider cuts the rest silently and bills all the same",
        "parameters.duration must be a number",
      ],
    ],
    [
      { multi_shot: true, shot_type: "customize", prompt: "", multi_prompt: times(7, shot) },
      {},
      ["input.multi_prompt must have at most 6 entries"],
    ],
    [media("last_frame"), {}, ["input.media must have a first_frame beside its last_frame"]],
    [
      media("first_frame", "first_frame"),
      {},
      ["input.media[1] is one first_frame too many: at most 1"],
    ],
    [media("refer"), {}, ['input.media[0].type must be one of "first_frame", "last_frame"']],
    [
      {},
      { aspect_ratio: undefined },
      ["parameters.aspect_ratio is required without a first_frame or a base video"],
    ],
    [{}, { duration: 16 }, ["parameters.duration must be at most 15"]],
    [{}, { mode: "4k" }, ['parameters.mode must be one of "pro", "std"']],
  ])("%j %j", (input, parameters, sentences) => {
    expect(sentencesOf(plain(KLING, input, parameters))).toEqual(sentences);
  });

  it.each<readonly [object: object, parameters: object, sentences: readonly string[]]>([
    [
      media("first_frame", "refer"),
      {},
      [
        "input.media must not combine first_frame, refer: no task of this model takes them together",
      ],
    ],
    [
      media("feature", "base"),
      {},
      ["input.media must not combine base, feature: no task of this model takes them together"],
    ],
    [media("base", "base"), {}, ["input.media[1] is one base too many: at most 1"]],
    [
      { ...media("refer", "refer"), ...subjects(6) },
      {},
      ["input.element_list and the refer images must be at most 7 together, are 8"],
    ],
    [
      { ...media("base", "refer"), ...subjects(4) },
      {},
      ["input.element_list and the refer images must be at most 4 together, are 5"],
    ],
    [
      { ...media("first_frame"), ...subjects(4) },
      {},
      ["input.element_list and the refer images must be at most 3 together, are 4"],
    ],
    [
      media("feature"),
      { duration: 11, audio: true },
      [
        "parameters.duration must be at most 10 with a video",
        "parameters.audio must be false with a video",
      ],
    ],
    [
      { media: [{ ...medium("refer"), keep_original_sound: "yes" }] },
      {},
      ["input.media[0].keep_original_sound has a meaning with a video only"],
    ],
  ])("%j %j", (input, parameters, sentences) => {
    expect(sentencesOf(plain(OMNI, input, parameters))).toEqual(sentences);
  });
});

describe("Kling accepts", () => {
  it.each<readonly [object, object?]>([
    [{}],
    [{ prompt: undefined, ...media("first_frame") }, { aspect_ratio: undefined }],
    [media("first_frame", "last_frame"), { aspect_ratio: undefined }],
    [media("feature", "first_frame"), { aspect_ratio: undefined }],
    [media("feature", "refer")],
    [{ ...media("refer", "refer"), ...subjects(5) }],
    [subjects(1)],
    [
      {
        media: [{ ...medium("base"), keep_original_sound: "yes" }, medium("refer")],
        ...subjects(1),
      },
      { aspect_ratio: undefined, duration: 10, audio: false },
    ],
    [{ multi_shot: false, shot_type: "intelligence", multi_prompt: [] }],
  ])("%j %j", (input, parameters = {}) => {
    expect(sentencesOf(plain(OMNI, input, parameters))).toEqual([]);
  });
});

describe("Vidu and PixVerse refuse", () => {
  const image = { type: "image", url: IMAGE };
  it.each<
    readonly [model: string, input: object, parameters: object, sentences: readonly string[]]
  >([
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
      ["parameters.duration must be 5 or 8 in 1080P"],
    ],
    [
      "pixverse/pixverse-v5.6-t2v",
      {},
      { size: "720P" },
      ["parameters.size must be width*height, as in 1280*720"],
    ],
    [
      "pixverse/pixverse-v5.6-kf2v",
      {},
      { duration: 10 },
      ["parameters.duration must be 5 or 8 in 1080P"],
    ],
    [
      "pixverse/pixverse-v6-kf2v",
      { media: [] },
      { duration: 16 },
      ["parameters.duration must be at most 15", "input.media must have one first_frame"],
    ],
    [
      "pixverse/pixverse-v5.6-it2v",
      { media: [image] },
      {},
      ['input.media[0].type must be "image_url"', "input.media must have one image_url"],
    ],
    ["pixverse/pixverse-c1-r2v", { media: [] }, {}, ["input.media must have at least 1 entry"]],
  ])("%s %j %j", (model, input, parameters, sentences) => {
    expect(sentencesOf(requestOf(model, input, parameters))).toEqual(sentences);
  });
});
