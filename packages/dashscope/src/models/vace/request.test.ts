import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import type { CreateRequest } from "../../checks/create-request.ts";
import { readRequest } from "../../request/read-request.ts";

const example: unknown = JSON.parse(
  readFileSync(new URL("../../../../../examples/image-reference.json", import.meta.url), "utf8"),
);

const URL_1 = "https://media.example/1.png";
const VIDEO = "https://media.example/in.mp4";

/** The smallest valid request of each function, with changes. */
const requestOf = {
  image_reference: (input: object = {}, parameters: object = {}) =>
    of("image_reference", { ref_images_url: [URL_1], ...input }, parameters),
  video_repainting: (input: object = {}, parameters: object = {}) =>
    of(
      "video_repainting",
      { video_url: VIDEO, ...input },
      { control_condition: "depth", ...parameters },
    ),
  video_edit: (input: object = {}, parameters: object = {}) =>
    of("video_edit", { video_url: VIDEO, mask_image_url: URL_1, ...input }, parameters),
  video_extension: (input: object = {}, parameters: object = {}) =>
    of("video_extension", { first_frame_url: URL_1, ...input }, parameters),
  video_outpainting: (input: object = {}, parameters: object = {}) =>
    of("video_outpainting", { video_url: VIDEO, ...input }, parameters),
};

function of(name: string, input: object, parameters: object): CreateRequest {
  return {
    model: "wan2.1-vace-plus",
    input: { function: name, prompt: "a girl", ...input },
    parameters: { ...parameters },
  };
}

function pathsOf(body: unknown): string[] {
  const read = readRequest(body);
  return read.ok ? [] : read.problems.map(({ path }) => path);
}

describe("VACE requests: readRequest accepts", () => {
  it("the example, unchanged", () => {
    expect(readRequest(example)).toEqual({ ok: true, request: example });
  });

  it.each(["wan2.1-vace-plus", "wanx2.1-vace-plus"])("%s", (model) => {
    expect(pathsOf({ ...requestOf.image_reference(), model })).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["image_reference", requestOf.image_reference()],
    [
      "image_reference with all",
      requestOf.image_reference(
        { ref_images_url: [URL_1, URL_1, "oss://bucket/key.png"] },
        {
          obj_or_bg: ["obj", "bg", "obj"],
          size: "960*960",
          duration: 5,
          seed: 0,
          watermark: true,
          prompt_extend: false,
        },
      ),
    ],
    [
      "image_reference without parameters",
      {
        model: "wan2.1-vace-plus",
        input: { function: "image_reference", prompt: "x".repeat(800), ref_images_url: [URL_1] },
      },
    ],
    [
      "a prompt of 800 characters outside the basic multilingual plane",
      requestOf.image_reference({ prompt: "𠮷".repeat(800) }),
    ],
    [
      "video_repainting",
      requestOf.video_repainting({ ref_images_url: [URL_1] }, { strength: 0.5 }),
    ],
    [
      "video_edit",
      requestOf.video_edit(
        { mask_frame_id: 1, ref_images_url: [URL_1] },
        {
          mask_type: "tracking",
          expand_ratio: 0.05,
          expand_mode: "hull",
          control_condition: "",
          size: "1280*720",
        },
      ),
    ],
    [
      "video_edit with a mask video",
      requestOf.video_edit({ mask_image_url: undefined, mask_video_url: VIDEO }),
    ],
    ["video_extension", requestOf.video_extension({ last_clip_url: VIDEO })],
    [
      "video_extension along a video",
      requestOf.video_extension({ video_url: VIDEO }, { control_condition: "depth" }),
    ],
    [
      "video_outpainting",
      requestOf.video_outpainting(
        {},
        { top_scale: 1, bottom_scale: 2, left_scale: 1.5, right_scale: 1.25, duration: 5 },
      ),
    ],
  ])("%s", (_, body) => {
    expect(readRequest(body)).toEqual({ ok: true, request: body });
  });
});

describe("VACE requests: readRequest rejects", () => {
  it.each<[string, unknown, string[]]>([
    ["an unknown model", { ...requestOf.image_reference(), model: "sora" }, ["model"]],
    ["no input", { model: "wan2.1-vace-plus" }, ["input.function"]],
    ["an unknown function", of("dance", {}, {}), ["input.function"]],
    [
      "an unknown function, together with the problems of any function",
      { ...of("dance", { prompt: "x".repeat(801), steps: 3 }, { seed: -1, tempo: 2 }), n: 1 },
      ["input.function", "input.prompt", "n", "parameters.seed"],
    ],
    ["no prompt", requestOf.image_reference({ prompt: undefined }), ["input.prompt"]],
    ["an empty prompt", requestOf.image_reference({ prompt: "" }), ["input.prompt"]],
    [
      "a prompt that would be truncated",
      requestOf.image_reference({ prompt: "x".repeat(801) }),
      ["input.prompt"],
    ],
    ["no image", requestOf.image_reference({ ref_images_url: [] }), ["input.ref_images_url"]],
    [
      "images that would be dropped",
      requestOf.image_reference(
        { ref_images_url: [URL_1, URL_1, URL_1, URL_1] },
        { obj_or_bg: ["obj", "obj", "obj", "obj"] },
      ),
      ["input.ref_images_url"],
    ],
    [
      "a role too many",
      requestOf.image_reference({}, { obj_or_bg: ["obj", "bg"] }),
      ["parameters.obj_or_bg"],
    ],
    [
      "no roles for two images",
      requestOf.image_reference({ ref_images_url: [URL_1, URL_1] }),
      ["parameters.obj_or_bg"],
    ],
    [
      "two backgrounds",
      requestOf.image_reference({ ref_images_url: [URL_1, URL_1] }, { obj_or_bg: ["bg", "bg"] }),
      ["parameters.obj_or_bg"],
    ],
    [
      "an unknown role",
      requestOf.image_reference({}, { obj_or_bg: ["sky"] }),
      ["parameters.obj_or_bg[0]"],
    ],
    [
      "base64",
      requestOf.image_reference({ ref_images_url: ["data:image/png;base64,AAAA"] }),
      ["input.ref_images_url[0]"],
    ],
    [
      "Chinese in a URL",
      requestOf.image_reference({ ref_images_url: ["https://media.example/图.png"] }),
      ["input.ref_images_url[0]"],
    ],
    [
      "rare and full-width characters in a URL",
      requestOf.image_reference(
        { ref_images_url: ["https://media.example/𠮷.png", "https://media.example/a，b.png"] },
        { obj_or_bg: ["obj", "obj"] },
      ),
      ["input.ref_images_url[0]", "input.ref_images_url[1]"],
    ],
    ["an unknown size", requestOf.image_reference({}, { size: "720P" }), ["parameters.size"]],
    ["another duration", requestOf.image_reference({}, { duration: 10 }), ["parameters.duration"]],
    ["a seed out of range", requestOf.image_reference({}, { seed: 2 ** 31 }), ["parameters.seed"]],
    [
      "a field of another function",
      requestOf.image_reference({ video_url: VIDEO }, { strength: 1 }),
      ["input.video_url", "parameters.strength"],
    ],
    ["an unknown field at the top", { ...requestOf.image_reference(), n: 1 }, ["n"]],
    [
      "video_repainting without parameters",
      { ...requestOf.video_repainting(), parameters: undefined },
      ["parameters"],
    ],
    [
      "video_repainting without its condition",
      requestOf.video_repainting({}, { control_condition: undefined }),
      ["parameters.control_condition"],
    ],
    [
      "video_repainting with two images",
      requestOf.video_repainting({ ref_images_url: [URL_1, URL_1] }),
      ["input.ref_images_url"],
    ],
    [
      "a strength out of range",
      requestOf.video_repainting({}, { strength: 1.1 }),
      ["parameters.strength"],
    ],
    ["no mask", requestOf.video_edit({ mask_image_url: undefined }), ["input.mask_image_url"]],
    ["two masks", requestOf.video_edit({ mask_video_url: VIDEO }), ["input.mask_video_url"]],
    [
      "parameters of a mask image without one",
      requestOf.video_edit(
        { mask_image_url: undefined, mask_video_url: VIDEO, mask_frame_id: 1 },
        { mask_type: "fixed", expand_ratio: 0.1, expand_mode: "bbox" },
      ),
      [
        "input.mask_frame_id",
        "parameters.mask_type",
        "parameters.expand_ratio",
        "parameters.expand_mode",
      ],
    ],
    [
      "parameters of tracking without it",
      requestOf.video_edit({}, { mask_type: "fixed", expand_ratio: 0.1 }),
      ["parameters.expand_ratio"],
    ],
    [
      "nothing to extend",
      requestOf.video_extension({ first_frame_url: undefined }),
      ["input.first_frame_url"],
    ],
    [
      "video_url without control_condition",
      requestOf.video_extension({ video_url: VIDEO }),
      ["parameters.control_condition"],
    ],
    [
      "a scale out of range",
      requestOf.video_outpainting({}, { top_scale: 2.5 }),
      ["parameters.top_scale"],
    ],
    [
      "several problems at once",
      requestOf.image_reference(
        { prompt: "", ref_images_url: [] },
        { size: "x", seed: -1, color: "red" },
      ),
      [
        "input.prompt",
        "input.ref_images_url",
        "parameters.size",
        "parameters.seed",
        "parameters.color",
      ],
    ],
  ])("%s", (_, body, paths) => {
    expect(pathsOf(body).sort()).toEqual([...paths].sort());
  });
});
