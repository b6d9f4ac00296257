import { describe, expect, it } from "vitest";

import { BASE64, IMAGE } from "../example.ts";
import { problemsOf, tooLong } from "../../../test/fixtures/request-problems.ts";

describe("Wan 2.1 image editing requests", () => {
  const edit = (name: string, input: object = {}, parameters: object = {}) => ({
    model: "wanx2.1-imageedit",
    input: { function: name, prompt: "make it blue", base_image_url: IMAGE, ...input },
    parameters: { ...parameters },
  });

  it.each<readonly [string, object, object, readonly string[]]>([
    [
      "paint",
      { prompt: "x".repeat(801) },
      { n: 5 },
      [
        "input.function must be one of stylization_all, stylization_local, description_edit, description_edit_with_mask, remove_watermark, expand, super_resolution, colorization, doodle, control_cartoon_feature",
        `input.prompt ${tooLong(800)}`,
        "parameters.n must be at most 4",
      ],
    ],
    ["stylization_all", { base_image_url: undefined }, {}, ["input.base_image_url is required"]],
    ["stylization_all", {}, { strength: 1.1 }, ["parameters.strength must be at most 1"]],
    [
      "stylization_local",
      {},
      { strength: 1 },
      ["parameters.strength is not a known field: remove it"],
    ],
    ["description_edit", { prompt: "" }, {}, ["input.prompt is required"]],
    [
      "description_edit",
      { mask_image_url: IMAGE },
      {},
      ["input.mask_image_url is not a known field: did you mean input.base_image_url?"],
    ],
    ["description_edit_with_mask", {}, {}, ["input.mask_image_url is required"]],
    ["expand", {}, { top_scale: 2.5 }, ["parameters.top_scale must be at most 2"]],
    [
      "super_resolution",
      {},
      { upscale_factor: 5 },
      ["parameters.upscale_factor must be at most 4"],
    ],
    ["doodle", {}, { is_sketch: 1 }, ["parameters.is_sketch must be a boolean"]],
  ])("rejects %s %j %j", (name, input, parameters, problems) => {
    expect(problemsOf(edit(name, input, parameters))).toEqual(problems);
  });

  it.each<readonly [string, object, object]>([
    ["stylization_all", {}, { strength: 0.5, n: 4, seed: 1, watermark: true }],
    ["stylization_local", {}, {}],
    ["description_edit_with_mask", { prompt: "", mask_image_url: BASE64 }, {}],
    ["remove_watermark", {}, {}],
    ["expand", {}, { top_scale: 1.5, bottom_scale: 1, left_scale: 2, right_scale: 1.25 }],
    ["super_resolution", {}, { upscale_factor: 2 }],
    ["colorization", { prompt: "" }, {}],
    ["doodle", {}, { is_sketch: true }],
    ["control_cartoon_feature", {}, {}],
  ])("accepts %s %j %j", (name, input, parameters) => {
    expect(problemsOf(edit(name, input, parameters))).toEqual([]);
  });
});
