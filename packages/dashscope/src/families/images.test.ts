import { describe, expect, it } from "vitest";

import { BASE64, IMAGE, times } from "../../test/fixtures/example.ts";
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
const NO_SOURCE =
  "must be an http, https or oss URL of at most 2048 characters, or data:{mime};base64,…";
const saying = (...content: readonly object[]) => ({ messages: [{ role: "user", content }] });
const CONTENT = "input.messages[0].content";
const words = { text: "a shop" };
const image = { image: IMAGE };

describe("images from a prompt are refused", () => {
  it.each<Row>([
    ["wan2.2-t2i-plus", { prompt: "x".repeat(501) }, {}, [`input.prompt ${CUT(500)}`]],
    ["wanx2.0-t2i-turbo", { prompt: "x".repeat(801) }, {}, [`input.prompt ${CUT(800)}`]],
    ["wan2.5-t2i-preview", { prompt: "x".repeat(2_001) }, {}, [`input.prompt ${CUT(2_000)}`]],
    ["wan2.2-t2i-plus", {}, { n: 5 }, ["parameters.n must be at most 4"]],
    [
      "wan2.2-t2i-plus",
      {},
      { size: "511*1024" },
      ["parameters.size must be width*height, each 512 to 1440"],
    ],
    [
      "wan2.2-t2i-plus",
      {},
      { size: "1024x1024" },
      ["parameters.size must be width*height, each 512 to 1440"],
    ],
    [
      "wan2.2-t2i-plus",
      {},
      { size: 1024 },
      ["parameters.size must be width*height, each 512 to 1440"],
    ],
    [
      "wan2.5-t2i-preview",
      {},
      { size: "600*2700" },
      ["parameters.size must be width*height of 768*768 to 1440*1440 pixels in all, 1:4 to 4:1"],
    ],
    ["qwen-image", {}, { n: 2 }, ["parameters.n must be 1: the model makes one image"]],
    [
      "qwen-image-plus",
      {},
      { size: "1024*1024" },
      [
        'parameters.size must be one of "1664*928", "928*1664", "1328*1328", "1472*1104", "1104*1472", "1472*1140", "1140*1472"',
      ],
    ],
    [
      "wanx-v1",
      { prompt: "" },
      { n: 5 },
      ["input.prompt is required", "parameters.n must be at most 4"],
    ],
    ["wan2.5-i2i-preview", { images: [] }, {}, ["input.images must have at least 1 entry"]],
    ["wan2.5-i2i-preview", { images: ["x"] }, {}, [`input.images[0] ${NO_SOURCE}`]],
  ])("%s %j %j", (model, input, parameters, sentences) => {
    expect(sentencesOf(requestOf(model, input, parameters))).toEqual(sentences);
  });
});

describe("an edit", () => {
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
        `input.prompt ${CUT(800)}`,
        "parameters.n must be at most 4",
      ],
    ],
    ["stylization_all", { base_image_url: undefined }, {}, ["input.base_image_url is required"]],
    ["stylization_all", {}, { strength: 1.1 }, ["parameters.strength must be at most 1"]],
    [
      "stylization_local",
      {},
      { strength: 1 },
      ["parameters.strength is not a field that is known here"],
    ],
    ["description_edit", { prompt: "" }, {}, ["input.prompt is required"]],
    [
      "description_edit",
      { mask_image_url: IMAGE },
      {},
      ["input.mask_image_url is not a field that is known here"],
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
  ])("%s %j %j is refused", (name, input, parameters, sentences) => {
    expect(sentencesOf(edit(name, input, parameters))).toEqual(sentences);
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
  ])("%s %j %j is accepted", (name, input, parameters) => {
    expect(sentencesOf(edit(name, input, parameters))).toEqual([]);
  });
});

describe("a message", () => {
  it.each<Row>([
    ["wan2.6-t2i", saying(words, image), {}, [`${CONTENT} must have at most 0 images, has 1`]],
    ["wan2.6-t2i", saying({ text: "x".repeat(2_101) }), {}, [`${CONTENT}[0].text ${CUT(2_100)}`]],
    [
      "wan2.6-t2i",
      { messages: [] },
      {},
      [
        "input.messages must have one message: there is no conversation",
        `${CONTENT} must have one text, has 0`,
      ],
    ],
    ["wan2.6-image", saying(words, words, image), {}, [`${CONTENT} must have one text, has 2`]],
    ["wan2.6-image", saying(words), {}, [`${CONTENT} must have at least 1 image, has 0`]],
    [
      "wan2.6-image",
      saying(words, ...times(5, image)),
      {},
      [`${CONTENT} must have at most 4 images, has 5`],
    ],
    [
      "wan2.6-image",
      saying(words, { ...words, ...image }),
      {},
      [`${CONTENT}[1] must be a text or an image`, `${CONTENT} must have one text, has 2`],
    ],
    ["wan2.6-image", saying(words, { image: "x" }), {}, [`${CONTENT}[1].image ${NO_SOURCE}`]],
    [
      "wan2.6-image",
      {},
      { max_images: 2 },
      ["parameters.max_images has a meaning with enable_interleave only"],
    ],
    [
      "wan2.6-image",
      saying(words, image, image),
      { enable_interleave: true },
      [
        `${CONTENT} must have at most 1 images, has 2`,
        "parameters.n must be 1 with enable_interleave: use max_images",
        "parameters.prompt_extend has a meaning without enable_interleave only",
      ],
    ],
    ["wan2.6-image", {}, { size: "large" }, ["parameters.size must be 1K or 2K or width*height"]],
    [
      "wan2.7-image",
      saying(words, ...times(10, image)),
      {},
      [`${CONTENT} must have at most 9 images, has 10`],
    ],
    ["wan2.7-image", saying({ text: "x".repeat(5_001) }), {}, [`${CONTENT}[0].text ${CUT(5_000)}`]],
    ["wan2.7-image", {}, { n: 5 }, ["parameters.n must be at most 4 without enable_sequential"]],
    ["wan2.7-image", {}, { n: 13, enable_sequential: true }, ["parameters.n must be at most 12"]],
    [
      "wan2.7-image",
      {},
      { size: "4K" },
      [
        "parameters.size must be 1K or 2K or width*height of 768*768 to 2048*2048 pixels in all, 1:8 to 8:1",
      ],
    ],
    [
      "wan2.7-image-pro",
      saying(words, image),
      {},
      ["parameters.size must be at most 2K with images: larger ones are made from text only"],
    ],
    [
      "wan2.7-image-pro",
      saying(words, image),
      { size: "4096*4096" },
      ["parameters.size must be at most 2K with images: larger ones are made from text only"],
    ],
    [
      "wan2.7-image",
      {},
      { color_palette: times(3, { hex: "red", ratio: "23.51" }).slice(2) },
      [
        "parameters.color_palette must have at least 3 entries",
        "parameters.color_palette[0].hex must be a color as six hexadecimal digits",
        "parameters.color_palette[0].ratio must be a share as in 23.51%",
      ],
    ],
  ])("%s %j %j is refused", (model, input, parameters, sentences) => {
    expect([...sentencesOf(requestOf(model, input, parameters))].sort()).toEqual(
      [...sentences].sort(),
    );
  });

  it.each<readonly [string, object, object]>([
    [
      "wan2.6-image",
      saying(words),
      { enable_interleave: true, n: 1, max_images: 5, prompt_extend: undefined },
    ],
    ["wan2.7-image", saying(words, ...times(9, image)), { size: "2048*2048" }],
    ["wan2.7-image-pro", {}, { size: "4096*2048" }],
  ])("%s %j %j is accepted", (model, input, parameters) => {
    expect(sentencesOf(requestOf(model, input, parameters))).toEqual([]);
  });
});
