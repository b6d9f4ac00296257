import type { Example } from "./example.ts";
import { IMAGE, ONE_VIDEO, RESULT_VIDEO, times } from "./example.ts";

const prompt = "a horse runs over a beach";
const VENDOR_USAGE = { duration: 5, size: "1280*720", fps: 24, video_count: 1, audio: false, SR: "720" };

/** What DashScope hosts for others. DashScope's documentation: the models' API pages. */
export const VENDOR_EXAMPLES: readonly Example[] = [
  {
    models: ["kling/kling-v3-video-generation", "kling/kling-v3-omni-video-generation"],
    input: {
      prompt: "",
      multi_shot: true,
      shot_type: "customize",
      multi_prompt: [
        { index: 1, prompt: "雾岭镇比地图上更小", duration: 5 },
        { index: 2, prompt: "林澈蹲下挖出一个铁盒", duration: 5 },
      ],
      media: [],
      element_list: [],
    },
    parameters: { mode: "pro", duration: 10, audio: true, aspect_ratio: "9:16", watermark: true },
    output: { video_url: RESULT_VIDEO, watermark_video_url: RESULT_VIDEO },
    usage: VENDOR_USAGE,
    files: ["video.mp4", "video-watermark.mp4"],
    cost: null,
  },
  {
    models: ["vidu/viduq3-pro_text2video", "vidu/viduq3-turbo_text2video", "vidu/viduq2_text2video"],
    input: { prompt },
    parameters: { size: "960*528", resolution: "540P", duration: 5, watermark: true },
    usage: { ...VENDOR_USAGE, SR: "540" },
    cost: null,
    ...ONE_VIDEO,
  },
  {
    models: ["viduq3-pro", "viduq3-turbo", "viduq2-pro", "viduq2-turbo"].map(
      (kind) => `vidu/${kind}_img2video`,
    ),
    input: { media: [{ type: "image", url: IMAGE }] },
    usage: VENDOR_USAGE,
    cost: null,
    ...ONE_VIDEO,
  },
  {
    models: ["viduq3-pro", "viduq3-turbo", "viduq2-pro", "viduq2-turbo"].map(
      (kind) => `vidu/${kind}_start-end2video`,
    ),
    input: {
      prompt,
      media: [
        { type: "image", url: IMAGE },
        { type: "image", url: IMAGE },
      ],
    },
    parameters: { resolution: "720P", duration: 10 },
    usage: VENDOR_USAGE,
    cost: null,
    ...ONE_VIDEO,
  },
  {
    models: ["vidu/viduq2_reference2video", "vidu/viduq2-pro_reference2video"],
    input: { prompt, media: times(7, { type: "image", url: IMAGE }) },
    usage: VENDOR_USAGE,
    cost: null,
    ...ONE_VIDEO,
  },
  {
    models: ["pixverse/pixverse-v5.6-t2v"],
    input: { prompt },
    parameters: { size: "1280*720", duration: 5, audio: true, watermark: true },
    usage: VENDOR_USAGE,
    cost: null,
    ...ONE_VIDEO,
  },
  {
    models: ["pixverse/pixverse-v5.6-it2v"],
    input: { prompt, media: [{ type: "image_url", url: IMAGE }] },
    parameters: { resolution: "720P", duration: 10 },
    usage: VENDOR_USAGE,
    cost: null,
    ...ONE_VIDEO,
  },
  {
    models: ["v5.6", "v6", "c1"].map((version) => `pixverse/pixverse-${version}-kf2v`),
    input: {
      prompt,
      media: [
        { type: "first_frame", url: IMAGE },
        { type: "last_frame", url: IMAGE },
      ],
    },
    parameters: { resolution: "1080P", duration: 8, watermark: true },
    usage: VENDOR_USAGE,
    cost: null,
    ...ONE_VIDEO,
  },
  {
    models: ["pixverse/pixverse-v5.6-r2v", "pixverse/pixverse-c1-r2v"],
    input: { prompt: "@man plays", media: [{ type: "image_url", url: IMAGE, ref_name: "man" }] },
    parameters: { size: "1280*720", duration: 5, audio: false },
    usage: VENDOR_USAGE,
    cost: null,
    ...ONE_VIDEO,
  },
];
