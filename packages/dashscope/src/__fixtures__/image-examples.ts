import type { Example } from "./example.ts";
import { BASE64, IMAGE, RESULT_IMAGE, times } from "./example.ts";

const prompt = "a flower shop with a beautiful wooden door";
const metrics = { TOTAL: 4, SUCCEEDED: 4, FAILED: 0 };
const ONE = {
  output: { results: [{ url: RESULT_IMAGE, orig_prompt: prompt }], task_metrics: metrics },
  usage: { image_count: 1 },
  files: ["image.png"],
} as const;
const FOUR = {
  output: { results: times(4, { url: RESULT_IMAGE }), task_metrics: metrics },
  usage: { image_count: 4 },
  files: ["image-1.png", "image-2.png", "image-3.png", "image-4.png"],
} as const;

const item = { type: "image", image: RESULT_IMAGE };
const choice = { finish_reason: "stop", message: { role: "assistant", content: [item] } };
const TWO_CHOICES = {
  output: { finished: true, choices: [choice, choice] },
  usage: { size: "2048*2048", total_tokens: 11_017, image_count: 2, output_tokens: 2, input_tokens: 10_867 },
  files: ["image-1.png", "image-2.png"],
} as const;

function saying(...content: readonly object[]) {
  return { messages: [{ role: "user", content }] };
}

/** DashScope's documentation: the image models' API pages. */
export const IMAGE_EXAMPLES: readonly Example[] = [
  {
    models: ["wanx-v1"],
    input: { prompt },
    parameters: { n: 1, style: "<auto>", size: "1024*1024" },
    cost: "0.16",
    ...ONE,
  },
  {
    models: ["wan2.2-t2i-plus"],
    input: { prompt, negative_prompt: "people" },
    parameters: { n: 4, size: "1024*1440", prompt_extend: false, watermark: false, seed: 1 },
    cost: "0.80",
    ...FOUR,
  },
  {
    models: [
      "wan2.2-t2i-flash",
      "wanx2.1-t2i-turbo",
      "wan2.1-t2i-turbo",
      "wanx2.1-t2i-plus",
      "wan2.1-t2i-plus",
      "wanx2.0-t2i-turbo",
    ],
    input: { prompt },
    parameters: { size: "512*1440" },
    cost: null,
    ...FOUR,
  },
  {
    models: ["wan2.5-t2i-preview"],
    input: { prompt },
    parameters: { n: 1, size: "768*2700" },
    cost: "0.20",
    ...ONE,
  },
  { models: ["qwen-image"], input: { prompt }, parameters: { n: 1, size: "1664*928" }, cost: "0.25", ...ONE },
  { models: ["qwen-image-plus"], input: { prompt, negative_prompt: "" }, cost: null, ...ONE },
  {
    models: ["wanx2.1-imageedit"],
    input: {
      function: "description_edit_with_mask",
      prompt: "陶瓷兔子拿着陶瓷小花。",
      base_image_url: IMAGE,
      mask_image_url: BASE64,
    },
    parameters: { n: 1 },
    cost: "0.14",
    ...ONE,
  },
  {
    models: ["wan2.5-i2i-preview"],
    input: { prompt, images: [IMAGE, BASE64] },
    parameters: { n: 4, size: "1280*1280" },
    cost: null,
    ...FOUR,
  },
  {
    models: ["wan2.6-t2i"],
    input: saying({ text: prompt }),
    parameters: { prompt_extend: true, watermark: false, n: 2, negative_prompt: "", size: "1280*1280" },
    cost: "0.40",
    ...TWO_CHOICES,
  },
  {
    models: ["wan2.6-image"],
    input: saying({ text: "image 1 in the style of image 2" }, { image: IMAGE }, { image: BASE64 }),
    parameters: { prompt_extend: true, n: 2, enable_interleave: false, size: "1K" },
    cost: "0.40",
    ...TWO_CHOICES,
  },
  {
    models: ["wan2.7-image"],
    input: saying({ text: prompt }, { image: IMAGE }),
    parameters: {
      size: "2K",
      n: 2,
      thinking_mode: true,
      bbox_list: [[[0, 0, 10, 10]]],
      color_palette: times(3, { hex: "#C2D1E6", ratio: "23.51%" }),
    },
    cost: "0.40",
    ...TWO_CHOICES,
  },
  {
    models: ["wan2.7-image-pro"],
    input: saying({ text: prompt }),
    parameters: { size: "4K", n: 12, enable_sequential: true },
    cost: "1.00",
    ...TWO_CHOICES,
  },
];
