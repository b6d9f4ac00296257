import { describe, expect, it } from "vitest";

import { IMAGE, times, VIDEO } from "../example.ts";
import { problemsOf, tooLong } from "../../../test/fixtures/request-problems.ts";

const KLING = "kling/kling-v3-video-generation";
const OMNI = "kling/kling-v3-omni-video-generation";

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
const COMBINATIONS =
  "use first_frame, first_frame + last_frame, feature, refer, feature + refer, feature + first_frame, base, or base + refer";
const shot = { index: 1, prompt: "a cat", duration: 5 };

describe("Kling requests", () => {
  it.each<readonly [object: object, parameters: object, problems: readonly string[]]>([
    [{ prompt: "" }, {}, ["input.prompt is required without media"]],
    [{ prompt: "x".repeat(2_501) }, {}, [`input.prompt ${tooLong(2500)}`]],
    [
      { multi_shot: true },
      {},
      ["input.shot_type is required with multi_shot: use intelligence or customize"],
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
        "input.prompt has no effect with shot_type customize, which uses multi_prompt: remove it",
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
      [`input.multi_prompt[0].prompt ${tooLong(512)}`, "parameters.duration must be a number"],
    ],
    [
      { multi_shot: true, shot_type: "customize", prompt: "", multi_prompt: times(7, shot) },
      {},
      ["input.multi_prompt must have at most 6 entries"],
    ],
    [media("last_frame"), {}, ["input.media must contain a first_frame with its last_frame"]],
    [
      media("first_frame", "first_frame"),
      {},
      ["input.media[1] is one first_frame too many: use at most 1"],
    ],
    [media("refer"), {}, ['input.media[0].type must be one of "first_frame", "last_frame"']],
    [
      {},
      { aspect_ratio: undefined },
      ["parameters.aspect_ratio is required without a first_frame or a base video"],
    ],
    [{}, { duration: 16 }, ["parameters.duration must be at most 15"]],
    [{}, { mode: "8k" }, ['parameters.mode must be one of "pro", "std", "4k"']],
  ])("rejects %j %j", (input, parameters, problems) => {
    expect(problemsOf(plain(KLING, input, parameters))).toEqual(problems);
  });

  it.each<readonly [object: object, parameters: object, problems: readonly string[]]>([
    [media("first_frame", "refer"), {}, [`input.media has first_frame + refer: ${COMBINATIONS}`]],
    [media("feature", "base"), {}, [`input.media has base + feature: ${COMBINATIONS}`]],
    [media("base", "base"), {}, ["input.media[1] is one base too many: use at most 1"]],
    [
      { ...media("refer", "refer"), ...subjects(6) },
      {},
      ["input.element_list must have at most 7 entries together with the refer images, has 8"],
    ],
    [
      { ...media("base", "refer"), ...subjects(4) },
      {},
      ["input.element_list must have at most 4 entries together with the refer images, has 5"],
    ],
    [
      { ...media("first_frame"), ...subjects(4) },
      {},
      ["input.element_list must have at most 3 entries together with the refer images, has 4"],
    ],
    [
      media("feature"),
      { duration: 11, audio: true },
      [
        "parameters.duration must be at most 10 with a feature video",
        "parameters.audio must be false with a video",
      ],
    ],
    [
      media("base"),
      { duration: 5 },
      [
        "parameters.duration has no effect with a base video, because the result has the length of that video: remove it",
      ],
    ],
    [
      { media: [{ ...medium("refer"), keep_original_sound: "yes" }] },
      {},
      ["input.media[0].keep_original_sound has no effect without a video: remove it"],
    ],
  ])("rejects %j %j", (input, parameters, problems) => {
    expect(problemsOf(plain(OMNI, input, parameters))).toEqual(problems);
  });

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
      { aspect_ratio: undefined, audio: false, mode: "4k" },
    ],
    [{ multi_shot: false, shot_type: "intelligence", multi_prompt: [] }],
  ])("accepts %j %j", (input, parameters = {}) => {
    expect(problemsOf(plain(OMNI, input, parameters))).toEqual([]);
  });
});
