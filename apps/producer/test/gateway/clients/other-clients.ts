import type { ClientRequest } from "./client-request.ts";
import {
  AUDIO,
  DATA_URL,
  IMAGE,
  OTHER_IMAGE,
  PATHS,
  saying,
  SOUND_DATA_URL,
} from "./client-request.ts";

const N8N = "n8n-nodes-langchain 2.41";
const COMFY = "ComfyUI nodes_wan.py, 2025-12";
const NEW_API = "new-api, 2026-08";

/** Clients of others. */
export const OTHER_CLIENTS: readonly ClientRequest[] = [
  {
    client: N8N,
    what: "text to video",
    path: PATHS.video,
    body: {
      model: "wan2.5-t2v-preview",
      input: { prompt: "a cat", audio_url: AUDIO },
      parameters: {
        resolution: "720P",
        duration: 5,
        shot_type: "single",
        prompt_extend: false,
        audio: true,
      },
    },
    ignored: ["parameters.shot_type", "parameters.audio"],
    sent: {
      model: "wan2.5-t2v-preview",
      input: { prompt: "a cat", audio_url: AUDIO },
      parameters: { size: "1280*720", duration: 5, prompt_extend: false },
    },
  },
  {
    client: N8N,
    what: "text to video of wan2.7",
    path: PATHS.video,
    body: {
      model: "wan2.7-t2v",
      input: { prompt: "a cat" },
      parameters: { resolution: "720P", duration: 5, shot_type: "single" },
    },
    ignored: ["parameters.shot_type"],
  },
  {
    client: N8N,
    what: "image to video from a file",
    path: PATHS.video,
    body: {
      model: "wan2.2-i2v-flash",
      input: { img_url: DATA_URL, prompt: "" },
      parameters: { resolution: "720P", duration: 5, shot_type: "single" },
    },
    ignored: ["parameters.shot_type"],
  },
  {
    client: N8N,
    what: "image",
    path: PATHS.messages,
    body: {
      model: "wan2.7-image",
      input: saying("a cat"),
      parameters: { prompt_extend: false, size: "1280*1280", n: 1 },
    },
    ignored: ["parameters.prompt_extend"],
  },
  {
    client: N8N,
    what: "image of a Qwen model",
    path: PATHS.multimodal,
    body: {
      model: "qwen-image-3.0-pro",
      input: saying("a cat"),
      parameters: { prompt_extend: false },
    },
    isSynchronous: true,
  },
  {
    client: NEW_API,
    what: "text to video",
    path: PATHS.video,
    body: {
      model: "wan2.5-t2v-preview",
      input: { prompt: "a cat" },
      parameters: {
        resolution: "1080P",
        size: "1920*1080",
        duration: 5,
        prompt_extend: true,
        audio: true,
      },
    },
    ignored: ["parameters.resolution", "parameters.audio"],
  },
  {
    client: NEW_API,
    what: "first and last frame, on the path of other videos",
    path: PATHS.video,
    body: {
      model: "wan2.2-kf2v-flash",
      input: { prompt: "a cat", first_frame_url: IMAGE, last_frame_url: OTHER_IMAGE },
      parameters: { resolution: "720P", duration: 5, prompt_extend: true },
    },
  },
  {
    client: NEW_API,
    what: "image",
    path: PATHS.fromText,
    body: {
      model: "wan2.2-t2i-flash",
      input: { prompt: "a cat" },
      parameters: { size: "1024*1024", n: 1 },
      response_format: "url",
    },
    ignored: ["response_format"],
  },
  {
    client: COMFY,
    what: "text to video",
    path: PATHS.video,
    body: {
      model: "wan2.5-t2v-preview",
      input: { prompt: "a cat", negative_prompt: "", audio_url: SOUND_DATA_URL },
      parameters: {
        size: "832*480",
        seed: 0,
        duration: 5,
        prompt_extend: true,
        watermark: true,
        audio: false,
      },
    },
    ignored: ["parameters.audio"],
  },
  {
    client: COMFY,
    what: "image to image",
    path: PATHS.fromImage,
    body: {
      model: "wan2.5-i2i-preview",
      input: { prompt: "as a drawing", negative_prompt: "", images: [DATA_URL] },
      parameters: { size: null, n: 1, seed: 0, watermark: true },
    },
  },
  {
    client: "ArcReel, 2026-08",
    what: "image to video",
    path: PATHS.video,
    body: {
      model: "wan2.7-i2v",
      input: { prompt: "she waves", media: [{ type: "first_frame", url: DATA_URL }] },
      parameters: { resolution: "720P", duration: 5, watermark: false, ratio: "9:16" },
    },
    ignored: ["parameters.ratio"],
  },
  {
    client: "ArcReel, 2026-08",
    what: "references to video",
    path: PATHS.video,
    body: {
      model: "happyhorse-1.0-r2v",
      input: { prompt: "[Image 1] waves", media: [{ type: "reference_image", url: DATA_URL }] },
      parameters: { resolution: "720P", duration: 5, watermark: false, ratio: "9:16", seed: 7 },
    },
  },
  {
    client: "hermes-plugin-dashscope-video, 2026-08",
    what: "text to video",
    path: PATHS.video,
    body: {
      model: "happyhorse-1.1-t2v",
      input: { prompt: "a cat", image_url: IMAGE },
      parameters: { duration: 5, size: "1280*720" },
    },
    ignored: ["input.image_url", "parameters.size"],
    sent: {
      model: "happyhorse-1.1-t2v",
      input: { prompt: "a cat" },
      parameters: { duration: 5, resolution: "720P" },
    },
  },
];
