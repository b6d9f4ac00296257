import type { ClientRequest } from "./client-request.ts";
import {
  AUDIO,
  BASE64,
  DATA_URL,
  IMAGE,
  OTHER_IMAGE,
  PATHS,
  saying,
  VIDEO,
} from "./client-request.ts";

const SPRING = "spring-ai-alibaba 1.0";
const LITE_LLM = "LiteLLM, 2026-10";

/** Frameworks, plugins and servers for agents. */
export const FRAMEWORKS_AND_TOOLS: readonly ClientRequest[] = [
  {
    client: "@ai-sdk/alibaba 2.0.58",
    what: "generateVideo from bytes, with sound",
    path: PATHS.video,
    body: {
      model: "wan2.6-i2v",
      input: { img_url: BASE64, prompt: "she waves" },
      parameters: { resolution: "720P", duration: 5, audio: true },
    },
    ignored: ["parameters.audio"],
    sent: {
      model: "wan2.6-i2v",
      input: { img_url: DATA_URL, prompt: "she waves" },
      parameters: { resolution: "720P", duration: 5 },
    },
  },
  {
    client: "@ai-sdk/alibaba 2.0.58",
    what: "generateVideo from an image, with a model that takes media",
    path: PATHS.video,
    body: { model: "wan2.7-i2v", input: { img_url: IMAGE, prompt: "she waves" }, parameters: {} },
    sent: {
      model: "wan2.7-i2v",
      input: { media: [{ type: "first_frame", url: IMAGE }], prompt: "she waves" },
      parameters: {},
    },
  },
  {
    client: SPRING,
    what: "first and last frame, on the path of other videos",
    path: PATHS.video,
    body: {
      model: "wanx2.1-kf2v-plus",
      input: { prompt: "a cat", first_frame_url: IMAGE, last_frame_url: OTHER_IMAGE },
      parameters: { resolution: "720P", duration: 5, seed: 7, prompt_extend: true },
    },
  },
  {
    client: SPRING,
    what: "image with a style",
    path: PATHS.fromText,
    body: {
      model: "wanx2.1-t2i-turbo",
      input: { prompt: "a cat", ref_img: IMAGE },
      parameters: { style: "<auto>", size: "1024*1024", n: 1 },
    },
    ignored: ["input.ref_img", "parameters.style"],
  },
  {
    client: "lobe-chat, 2026",
    what: "image",
    path: PATHS.fromText,
    body: {
      model: "wan2.2-t2i-flash",
      input: { prompt: "a cat" },
      parameters: { n: 1, size: "1024*1024" },
    },
  },
  {
    client: "async-dashscope for Rust, 2026-08",
    what: "image",
    path: PATHS.fromText,
    body: {
      model: "wan2.5-t2i-preview",
      input: { prompt: "a cat", negative_prompt: null },
      parameters: { size: "1280*1280", n: 1, prompt_extend: null, watermark: null, seed: null },
    },
  },
  {
    client: "async-dashscope for Rust, 2026-08",
    what: "image without parameters",
    path: PATHS.fromText,
    body: { model: "wan2.2-t2i-plus", input: { prompt: "a cat" }, parameters: null },
  },
  {
    client: "ComfyUI-DashscopeNodes, 2026",
    what: "video edit",
    path: PATHS.video,
    body: {
      model: "happyhorse-1.0-video-edit",
      input: {
        prompt: "make it snow",
        media: [
          { type: "video", url: VIDEO },
          { type: "reference_image", url: IMAGE },
        ],
      },
      parameters: { resolution: "720P", watermark: true, audio_setting: "auto", seed: null },
    },
  },
  {
    client: LITE_LLM,
    what: "videos.create from a file",
    path: PATHS.video,
    body: {
      model: "wan2.7-i2v",
      input: { prompt: "she waves", media: [{ type: "first_frame", url: DATA_URL }] },
      parameters: { resolution: "720P", ratio: "16:9", duration: 5 },
    },
    ignored: ["parameters.ratio"],
  },
  {
    client: LITE_LLM,
    what: "videos.create with an older model",
    path: PATHS.video,
    body: {
      model: "wan2.5-i2v-preview",
      input: { prompt: "she waves", img_url: DATA_URL },
      parameters: { resolution: "1080P", ratio: "16:9", duration: 10 },
    },
    ignored: ["parameters.ratio"],
  },
  {
    client: LITE_LLM,
    what: "images.generate",
    path: PATHS.multimodal,
    body: {
      model: "qwen-image-3.0",
      input: saying("a cat"),
      parameters: { n: 1, size: "1024*1024" },
    },
    isSynchronous: true,
  },
  {
    client: "dify-plugin-imagetool, 2026",
    what: "image",
    path: PATHS.fromText,
    body: {
      model: "wanx2.1-t2i-turbo",
      input: { prompt: "a cat" },
      parameters: { size: "1024*1024", n: 1, prompt_extend: true, watermark: false },
    },
  },
  {
    client: "@bashcat/ai-image-chat-mcp 3.0.0",
    what: "video",
    path: PATHS.video,
    body: {
      model: "wanx2.1-i2v-turbo",
      input: { img_url: IMAGE, prompt: "she waves" },
      parameters: { resolution: "720P", duration: 5, prompt_extend: true },
    },
  },
  {
    client: "tongyi-wanx-mcp-server 1.0.3",
    what: "image",
    path: PATHS.fromText,
    body: {
      model: "wanx2.1-t2i-turbo",
      input: { prompt: "a cat", negative_prompt: "" },
      parameters: { size: "1024*1024", n: 1, seed: 7 },
    },
  },
  {
    client: "mcp-server-bailian-video-synthesis 1.0.4",
    what: "video repainting",
    path: PATHS.video,
    body: {
      model: "wanx2.1-vace-plus",
      input: { function: "video_repainting", prompt: "a robot dances", video_url: VIDEO },
      parameters: { control_condition: "depth", prompt_extend: false },
    },
  },
  {
    client: "curl of DashScope's pages",
    what: "with an empty URL for an optional image",
    path: `${PATHS.imageToVideo}/`,
    body: {
      model: "videoretalk",
      input: { video_url: VIDEO, audio_url: AUDIO, ref_image_url: "" },
      parameters: { video_extension: false },
    },
    ignored: ["input.ref_image_url"],
  },
  {
    client: "curl of DashScope's pages",
    what: "with a slash at the end",
    path: `${PATHS.imageToVideo}/`,
    body: { model: "wan2.2-s2v", input: { image_url: IMAGE, audio_url: AUDIO } },
  },
];
