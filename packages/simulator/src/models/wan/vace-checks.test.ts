import { describe, expect, test } from "vitest";

import { vaceChecks } from "./vace-checks.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The message of the first problem; null when there is none. */
function problemOf(input: Fields, parameters: Fields = {}, resolvesOss = false): string | null {
  const body = { model: "wan2.1-vace-plus", input: { prompt: "a girl", ...input }, parameters };
  return (
    vaceChecks.map(({ find }) => find({ body, resolvesOss })).find((found) => found !== null)
      ?.message ?? null
  );
}

const IMAGE = "https://example.com/image.png";
const VIDEO = "https://example.com/video.mp4";
const reference = { function: "image_reference", ref_images_url: [IMAGE] };
const repainting = { function: "video_repainting", video_url: VIDEO };
const edit = { function: "video_edit", video_url: VIDEO, mask_image_url: IMAGE };
const extension = { function: "video_extension", first_clip_url: VIDEO };
const outpainting = { function: "video_outpainting", video_url: VIDEO };
const depth = { control_condition: "depth" };

describe("accepts what the documentation shows", () => {
  test.each<[string, Fields, Fields]>([
    ["one image", reference, { prompt_extend: true, seed: 0, watermark: false, duration: 5 }],
    [
      "an object and a background",
      { ...reference, ref_images_url: [IMAGE, IMAGE] },
      { obj_or_bg: ["obj", "bg"], size: "832*1088" },
    ],
    [
      "four images, although only three are used",
      { ...reference, ref_images_url: [IMAGE, IMAGE, IMAGE, IMAGE] },
      { obj_or_bg: ["obj", "obj", "obj", "obj"] },
    ],
    ["a repainting", { ...repainting, ref_images_url: [IMAGE] }, { ...depth, strength: 0.5 }],
    [
      "an edit with an image",
      { ...edit, mask_frame_id: 1 },
      { control_condition: "", mask_type: "fixed", expand_ratio: 1, expand_mode: "bbox" },
    ],
    [
      "an edit with a video",
      { function: "video_edit", video_url: VIDEO, mask_video_url: VIDEO },
      { size: "960*960" },
    ],
    ["an extension of a clip", extension, {}],
    ["an extension with a guide", { ...extension, last_frame_url: IMAGE, video_url: VIDEO }, depth],
    [
      "an outpainting",
      outpainting,
      { top_scale: 1, bottom_scale: 2, left_scale: 1.5, right_scale: 1.25 },
    ],
    [
      "unknown keys, as the SDKs send them",
      { ...reference, extend_prompt: true },
      { with_audio: false },
    ],
    ["null in place of an absent value", reference, { size: null, obj_or_bg: null, seed: null }],
    [
      "a prompt that is too long and gets truncated",
      { ...reference, prompt: "x".repeat(2000) },
      {},
    ],
  ])("%s", (_name, input, parameters) => expect(problemOf(input, parameters)).toBeNull());
});

describe("refuses", () => {
  test.each<[string, Fields, Fields, string]>([
    ["a missing function", { ref_images_url: [IMAGE] }, {}, "Field required: input.function"],
    [
      "an unknown function",
      { ...reference, function: "video-synthesis" },
      {},
      "input.function must be one of",
    ],
    ["an empty prompt", { ...reference, prompt: "" }, {}, "Field required: input.prompt"],
    [
      "a prompt that is not a string",
      { ...reference, prompt: ["x"] },
      {},
      "input.prompt must be a string",
    ],
    [
      "a flag that is not a boolean",
      reference,
      { prompt_extend: "true" },
      "parameters.prompt_extend must be a boolean",
    ],
    [
      "a watermark that is not a boolean",
      reference,
      { watermark: 1 },
      "parameters.watermark must be a boolean",
    ],
    ["a negative seed", reference, { seed: -1 }, "parameters.seed must be an integer in"],
    [
      "a seed above the range",
      reference,
      { seed: 2_147_483_648 },
      "parameters.seed must be an integer in",
    ],
    ["a fractional seed", reference, { seed: 1.5 }, "parameters.seed must be an integer in"],
    [
      "an unsupported duration",
      reference,
      { duration: 10 },
      "parameters.duration must be one of 5",
    ],
    ["an unsupported size", reference, { size: "1280x720" }, "parameters.size must be one of"],
    ["missing images", { function: "image_reference" }, {}, "Field required: input.ref_images_url"],
    [
      "an empty list of images",
      { ...reference, ref_images_url: [] },
      {},
      "Field required: input.ref_images_url",
    ],
    [
      "images that are not a list",
      { ...reference, ref_images_url: IMAGE },
      {},
      "input.ref_images_url must be a list",
    ],
    [
      "two images without roles",
      { ...reference, ref_images_url: [IMAGE, IMAGE] },
      {},
      "must be the same length",
    ],
    ["more roles than images", reference, { obj_or_bg: ["obj", "bg"] }, "must be the same length"],
    ["roles that are not a list", reference, { obj_or_bg: "obj" }, "must be the same length"],
    ["an unknown role", reference, { obj_or_bg: ["subject"] }, "obj_or_bg must be obj or bg"],
    [
      "two backgrounds",
      { ...reference, ref_images_url: [IMAGE, IMAGE] },
      { obj_or_bg: ["bg", "bg"] },
      "at most one bg",
    ],
    [
      "a repainting without a video",
      { function: "video_repainting" },
      depth,
      "Field required: input.video_url",
    ],
    [
      "a repainting without a condition",
      repainting,
      {},
      "Field required: parameters.control_condition",
    ],
    [
      "an unknown condition",
      repainting,
      { control_condition: "canny" },
      "control_condition must be one of",
    ],
    [
      "a repainting with two images",
      { ...repainting, ref_images_url: [IMAGE, IMAGE] },
      depth,
      "at most 1",
    ],
    [
      "a strength above 1",
      repainting,
      { ...depth, strength: 1.1 },
      "parameters.strength must be a number in [0, 1]",
    ],
    [
      "a strength that is a string",
      repainting,
      { ...depth, strength: "1" },
      "parameters.strength must be a number",
    ],
    [
      "an edit without a video",
      { ...edit, video_url: undefined },
      {},
      "Field required: input.video_url",
    ],
    [
      "an edit without a mask",
      { ...edit, mask_image_url: undefined },
      {},
      "Exactly one of mask_image_url",
    ],
    [
      "an edit with two masks",
      { ...edit, mask_video_url: VIDEO },
      {},
      "Exactly one of mask_image_url",
    ],
    [
      "a frame id below 1",
      { ...edit, mask_frame_id: 0 },
      {},
      "input.mask_frame_id must be an integer",
    ],
    [
      "a condition of another function",
      edit,
      { control_condition: "scribble" },
      "control_condition must be one of",
    ],
    ["an unknown mask type", edit, { mask_type: "moving" }, "parameters.mask_type must be one of"],
    [
      "a negative expansion",
      edit,
      { expand_ratio: -0.1 },
      "parameters.expand_ratio must be a number",
    ],
    [
      "an unknown expansion mode",
      edit,
      { expand_mode: "circle" },
      "parameters.expand_mode must be one of",
    ],
    [
      "an extension without a source",
      { function: "video_extension", video_url: VIDEO },
      depth,
      "Field required: one of first_frame_url",
    ],
    [
      "a guide video without a condition",
      { ...extension, video_url: VIDEO },
      { control_condition: "" },
      "Field required: parameters.control_condition",
    ],
    [
      "an outpainting without a video",
      { function: "video_outpainting" },
      {},
      "Field required: input.video_url",
    ],
    [
      "a scale below the range",
      outpainting,
      { top_scale: 0.9 },
      "parameters.top_scale must be a number in [1, 2]",
    ],
    [
      "a scale above the range",
      outpainting,
      { right_scale: 2.1 },
      "parameters.right_scale must be a number in [1, 2]",
    ],
  ])("%s", (_name, input, parameters, message) =>
    expect(problemOf(input, parameters)).toContain(message),
  );
});

describe("media", () => {
  const INVALID = "Required URL is missing or invalid, please check the request URL.";

  test.each([
    "data:image/png;base64,AAAA",
    "ftp://example.com/a.png",
    "a.png",
    "https://",
    "https://example.com/图.png",
    5,
  ])("refuses %j as a URL", (url) => {
    expect(
      problemOf({ ...reference, ref_images_url: [IMAGE, url] }, { obj_or_bg: ["obj", "obj"] }),
    ).toBe(INVALID);
    expect(problemOf({ ...repainting, video_url: url }, depth)).toBe(INVALID);
  });

  test("an uploaded file requires the header that resolves it", () => {
    const input = { ...reference, ref_images_url: ["oss://dashscope-instant/a/b.png"] };
    expect(problemOf(input)).toContain("Unable to download the media resource");
    expect(problemOf(input, {}, true)).toBeNull();
  });
});

test("every check has a unique name", () => {
  const names = vaceChecks.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
