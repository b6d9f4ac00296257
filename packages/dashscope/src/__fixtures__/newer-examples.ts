import type { Example } from "./example.ts";
import { AUDIO, BASE64, IMAGE, ONE_VIDEO, times, VIDEO } from "./example.ts";

const prompt = "a horse runs over a beach";
const SECONDS = { input_video_duration: 0, output_video_duration: 5, video_count: 1 };

/** Wan 2.7 and 3.0, HappyHorse. DashScope's documentation: the models' API pages. */
export const NEWER_EXAMPLES: readonly Example[] = [
  {
    models: ["wan2.7-t2v", "wan2.7-t2v-2026-04-25", "wan2.7-t2v-2026-06-12"],
    input: { prompt, negative_prompt: "blurry", audio_url: AUDIO },
    parameters: { resolution: "720P", ratio: "16:9", duration: 5 },
    usage: { duration: 5, SR: 720, ...SECONDS },
    cost: "3.00",
    ...ONE_VIDEO,
  },
  {
    models: ["wan2.7-i2v", "wan2.7-i2v-2026-04-25"],
    input: {
      prompt,
      media: [
        { type: "first_frame", url: BASE64 },
        { type: "last_frame", url: IMAGE },
        { type: "driving_audio", url: AUDIO },
      ],
    },
    parameters: { resolution: "1080P", duration: 15 },
    usage: { duration: 15, SR: 1080, ...SECONDS },
    cost: "15.00",
    ...ONE_VIDEO,
  },
  {
    models: ["wan2.7-r2v", "wan2.7-r2v-2026-06-12"],
    input: {
      prompt,
      media: [
        { type: "reference_image", url: IMAGE, reference_voice: AUDIO, reference_description: "a rider" },
        { type: "reference_video", url: VIDEO },
        { type: "first_frame", url: IMAGE },
      ],
    },
    parameters: { resolution: "720P", ratio: "9:16", duration: 10 },
    usage: { duration: 10, SR: 720, ...SECONDS },
    cost: "6.00",
    ...ONE_VIDEO,
  },
  {
    models: ["wan2.7-videoedit"],
    input: {
      media: [{ type: "video", url: VIDEO }, ...times(4, { type: "reference_image", url: IMAGE })],
    },
    parameters: { resolution: "720P", duration: 0, audio_setting: "origin" },
    usage: { duration: 6.5, SR: 720, ...SECONDS },
    cost: "3.90",
    ...ONE_VIDEO,
  },
  {
    models: ["wan3.0-video", "wan3.0-video-prime"],
    input: { prompt, media: [{ type: "first_frame", url: BASE64 }] },
    parameters: { resolution: "720P", ratio: "adaptive", duration: -1, seed: -1, audio: true },
    usage: { duration: 5.0, fps: 30, SR: 720, ratio: "16:9", ...SECONDS },
    cost: "3.00",
    ...ONE_VIDEO,
  },
  {
    models: ["happyhorse-1.1-t2v", "happyhorse-1.0-t2v"],
    input: { prompt },
    parameters: { resolution: "720P", ratio: "21:9", duration: 5, watermark: false },
    usage: { duration: 5, SR: 720, ratio: "21:9", ...SECONDS },
    cost: "4.50",
    ...ONE_VIDEO,
  },
  {
    models: ["happyhorse-1.1-i2v", "happyhorse-1.0-i2v"],
    input: { prompt: "一只猫在草地上奔跑", media: [{ type: "first_frame", url: IMAGE }] },
    parameters: { resolution: "720P", duration: 5, watermark: true },
    usage: { duration: 5, SR: 720, ...SECONDS },
    cost: "4.50",
    ...ONE_VIDEO,
  },
  {
    models: ["happyhorse-1.1-r2v", "happyhorse-1.0-r2v"],
    input: { prompt: "[Image 1] rides", media: [{ type: "reference_image", url: IMAGE }] },
    parameters: { resolution: "720P", ratio: "16:9", duration: 5 },
    usage: { duration: 5, SR: 720, ...SECONDS },
    cost: "4.50",
    ...ONE_VIDEO,
  },
  {
    models: ["happyhorse-1.0-video-edit"],
    input: {
      prompt: "让视频中的马头人身角色穿上图片中的条纹毛衣",
      media: [
        { type: "video", url: VIDEO },
        { type: "reference_image", url: IMAGE },
      ],
    },
    parameters: { resolution: "720P", audio_setting: "origin", watermark: true },
    usage: {
      duration: 13.24,
      input_video_duration: 6.62,
      output_video_duration: 6.62,
      video_count: 1,
      SR: 720,
    },
    cost: "11.916",
    ...ONE_VIDEO,
  },
];
