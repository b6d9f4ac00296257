import type { ClientRequest } from "./client-request.ts";
import { AUDIO, IMAGE, OTHER_IMAGE, PATHS, saying } from "./client-request.ts";

const PYTHON = "dashscope for Python 1.26.2";
const JAVA = "dashscope-sdk-java 2.22.29";
const NODE = "dashscope for Node 1.25.4";
const CLI = "bailian-cli, 2026-08";

/** Alibaba's own clients. */
export const OFFICIAL_CLIENTS: readonly ClientRequest[] = [
  {
    client: PYTHON,
    what: "VideoSynthesis.async_call without a prompt",
    path: PATHS.video,
    body: {
      model: "wan2.6-i2v",
      input: { prompt: null, extend_prompt: true, function: "video-synthesis", img_url: IMAGE },
      parameters: { resolution: "720P", duration: 5 },
    },
    ignored: ["input.extend_prompt", "input.function"],
  },
  {
    client: PYTHON,
    what: "VideoSynthesis.async_call with two frames",
    path: PATHS.imageToVideo,
    body: {
      model: "wan2.2-kf2v-flash",
      input: {
        prompt: null,
        extend_prompt: true,
        function: "video-synthesis",
        first_frame_url: IMAGE,
        last_frame_url: OTHER_IMAGE,
      },
      parameters: { prompt_extend: true },
    },
    ignored: ["input.extend_prompt", "input.function"],
  },
  {
    client: PYTHON,
    what: "ImageSynthesis.async_call with a reference",
    path: PATHS.fromText,
    body: {
      model: "wanx-v1",
      input: { prompt: "a cat", ref_img: IMAGE },
      parameters: { n: 1, size: "1024*1024" },
    },
  },
  {
    client: PYTHON,
    what: "ImageGeneration.async_call",
    path: PATHS.messages,
    body: {
      model: "wan2.6-t2i",
      input: saying("a cat"),
      parameters: { n: 1, size: "1280*1280", is_async: true },
    },
    ignored: ["parameters.is_async"],
  },
  {
    client: PYTHON,
    what: "ImageGeneration.call",
    path: PATHS.multimodal,
    body: {
      model: "wan2.6-image",
      input: saying("as a drawing", IMAGE),
      parameters: { n: 1, negative_prompt: "blur" },
    },
    isSynchronous: true,
  },
  {
    client: PYTHON,
    what: "MultiModalConversation.call with an image model",
    path: PATHS.multimodal,
    body: {
      model: "wan2.7-image",
      input: saying("a cat"),
      parameters: { result_format: "message", watermark: false, size: "2K" },
    },
    isSynchronous: true,
    ignored: ["parameters.result_format"],
  },
  {
    client: PYTHON,
    what: "ImageSynthesis.sync_call",
    path: PATHS.fromText,
    body: {
      model: "wan2.2-t2i-flash",
      input: { prompt: "a cat" },
      parameters: { n: 1, size: "1024*1024" },
    },
    isSynchronous: true,
  },
  {
    client: JAVA,
    what: "VideoSynthesis.asyncCall",
    path: PATHS.video,
    body: {
      model: "wan2.5-t2v-preview",
      input: { extend_prompt: true, prompt: "a cat", negative_prompt: "blur" },
      parameters: {
        with_audio: false,
        audio: true,
        negative_prompt: "blur",
        size: "1280*720",
        duration: 5,
        prompt_extend: true,
        watermark: false,
        seed: 12_345,
        // The SDK's own spelling.
        remove_watermaker: true,
      },
    },
    ignored: [
      "input.extend_prompt",
      "parameters.with_audio",
      "parameters.audio",
      "parameters.negative_prompt",
      "parameters.remove_watermaker",
    ],
  },
  {
    client: JAVA,
    what: "VideoSynthesis.asyncCall with references",
    path: PATHS.video,
    body: {
      model: "wan2.7-r2v",
      input: {
        prompt: "she waves",
        media: [{ type: "reference_image", url: IMAGE, referenceVoice: AUDIO }],
      },
      parameters: { negative_prompt: "blur", resolution: "720P" },
    },
    ignored: ["input.media[0].referenceVoice"],
    sent: {
      model: "wan2.7-r2v",
      input: {
        prompt: "she waves",
        negative_prompt: "blur",
        media: [{ type: "reference_image", url: IMAGE }],
      },
      parameters: { resolution: "720P" },
    },
  },
  {
    client: NODE,
    what: "VideoSynthesis.call without a prompt",
    path: PATHS.imageToVideo,
    body: {
      model: "wan2.2-s2v",
      input: { prompt: "", extend_prompt: true, image_url: IMAGE, audio_url: AUDIO },
      parameters: {},
    },
    ignored: ["input.prompt", "input.extend_prompt"],
  },
  {
    client: NODE,
    what: "ImageGeneration.call",
    path: PATHS.multimodal,
    body: { model: "wan2.6-t2i", input: saying("a cat"), parameters: { size: "1280*1280" } },
    isSynchronous: true,
  },
  {
    client: CLI,
    what: "bl video generate --image",
    path: PATHS.video,
    body: {
      model: "happyhorse-1.1-i2v",
      input: { prompt: "the cat moves", media: [{ type: "first_frame", url: IMAGE }] },
      parameters: { resolution: "720P", ratio: "16:9", prompt_extend: true, watermark: false },
    },
    ignored: ["parameters.ratio", "parameters.prompt_extend"],
  },
  {
    client: CLI,
    what: "bl image generate --model wan2.6-t2i",
    path: PATHS.messages,
    body: {
      model: "wan2.6-t2i",
      input: saying("sunset"),
      parameters: { size: "1280*1280", n: 1, watermark: false },
    },
  },
  {
    client: CLI,
    what: "bl image generate --model qwen-image-3.0",
    path: PATHS.multimodal,
    body: {
      model: "qwen-image-3.0",
      input: saying("sunset"),
      parameters: { size: "1328*1328", n: 1, prompt_extend: true, watermark: false },
    },
    isSynchronous: true,
  },
];
