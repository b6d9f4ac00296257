import { afterAll, beforeAll, expect, it } from "vitest";

import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

/**
 * What published clients send, as read from their sources, and what becomes of it: the request that
 * is stored for the provider, and the fields that are named in `X-Dashqueue-Ignored`.
 */
interface Row {
  readonly path: string;
  readonly body: object;
  readonly request: object;
  readonly ignored: string;
}

const VIDEO = "/services/aigc/video-generation/video-synthesis";
const IMAGE = "/services/aigc/text2image/image-synthesis";
const MESSAGES = "/services/aigc/image-generation/generation";
const PICTURE = "https://media.example/1.png";
const prompt = "a flower shop";
const text = (parameters: object) => ({ model: "wan2.6-t2v", input: { prompt }, parameters });
const messages = [{ role: "user", content: [{ text: prompt }] }];

const ROWS: Readonly<Record<string, Row>> = {
  "Python SDK, image to video": {
    path: VIDEO,
    body: {
      model: "wan2.2-i2v-flash",
      input: { prompt: null, extend_prompt: true, img_url: PICTURE },
      parameters: { resolution: "480P" },
    },
    request: {
      model: "wan2.2-i2v-flash",
      input: { img_url: PICTURE },
      parameters: { resolution: "480P" },
    },
    ignored: "input.extend_prompt",
  },
  "Python SDK, text to video with the function of earlier versions": {
    path: VIDEO,
    body: {
      model: "wan2.6-t2v",
      input: { prompt, extend_prompt: true, function: "video-synthesis" },
      parameters: { size: "1280*720" },
    },
    request: text({ size: "1280*720" }),
    ignored: "input.extend_prompt, input.function",
  },
  "Python SDK, ImageGeneration.async_call": {
    path: MESSAGES,
    body: { model: "wan2.6-t2i", input: { messages }, parameters: { is_async: true, n: 1 } },
    request: { model: "wan2.6-t2i", input: { messages }, parameters: { n: 1 } },
    ignored: "parameters.is_async",
  },
  "Python SDK, reference image of wanx-v1": {
    path: IMAGE,
    body: { model: "wanx-v1", input: { prompt, ref_img: PICTURE }, parameters: { n: 1 } },
    request: { model: "wanx-v1", input: { prompt, ref_img: PICTURE }, parameters: { n: 1 } },
    ignored: "",
  },
  "Java SDK, text to video": {
    path: VIDEO,
    body: {
      model: "wan2.6-t2v",
      input: { prompt, negative_prompt: "blur", extend_prompt: true },
      parameters: {
        size: "1280*720",
        with_audio: false,
        audio: true,
        negative_prompt: "blur",
        remove_watermaker: true,
      },
    },
    request: {
      model: "wan2.6-t2v",
      input: { prompt, negative_prompt: "blur" },
      parameters: { size: "1280*720" },
    },
    ignored:
      "input.extend_prompt, parameters.with_audio, parameters.audio, parameters.negative_prompt, parameters.remove_watermaker",
  },
  "Java SDK, references": {
    path: VIDEO,
    body: {
      model: "wan2.7-r2v",
      input: {
        prompt,
        media: [
          { type: "reference_image", url: PICTURE, referenceVoice: "https://a.example/1.mp3" },
        ],
      },
      parameters: { negative_prompt: "blur" },
    },
    request: {
      model: "wan2.7-r2v",
      input: {
        prompt,
        media: [{ type: "reference_image", url: PICTURE }],
        negative_prompt: "blur",
      },
      parameters: {},
    },
    ignored: "input.media[0].referenceVoice",
  },
  "Node SDK, digital human": {
    path: "/services/aigc/image2video/video-synthesis",
    body: {
      model: "wan2.2-s2v",
      input: { prompt: "", image_url: PICTURE, audio_url: "https://a.example/1.mp3" },
    },
    request: {
      model: "wan2.2-s2v",
      input: { image_url: PICTURE, audio_url: "https://a.example/1.mp3" },
    },
    ignored: "input.prompt",
  },
  "AI SDK, image to video of wan2.7": {
    path: VIDEO,
    body: {
      model: "wan2.7-i2v",
      input: { prompt, img_url: PICTURE },
      parameters: { audio: true, resolution: "720P" },
    },
    request: {
      model: "wan2.7-i2v",
      input: { prompt, media: [{ type: "first_frame", url: PICTURE }] },
      parameters: { resolution: "720P" },
    },
    ignored: "parameters.audio",
  },
  "n8n, text to video": {
    path: VIDEO,
    body: text({ resolution: "720P", duration: 5, shot_type: "single", audio: true }),
    request: text({ duration: 5, shot_type: "single", size: "1280*720" }),
    ignored: "parameters.audio",
  },
  "n8n, text to video of wan2.7": {
    path: VIDEO,
    body: {
      ...text({ resolution: "720P", duration: 5, shot_type: "single" }),
      model: "wan2.7-t2v",
    },
    request: { ...text({ resolution: "720P", duration: 5 }), model: "wan2.7-t2v" },
    ignored: "parameters.shot_type",
  },
  "n8n, image of wan2.7": {
    path: MESSAGES,
    body: { model: "wan2.7-image", input: { messages }, parameters: { prompt_extend: true, n: 1 } },
    request: { model: "wan2.7-image", input: { messages }, parameters: { n: 1 } },
    ignored: "parameters.prompt_extend",
  },
  "new-api, text to video": {
    path: VIDEO,
    body: text({ resolution: "720P", size: "1280*720", audio: false, prompt_extend: true }),
    request: text({ size: "1280*720", prompt_extend: true }),
    ignored: "parameters.resolution, parameters.audio",
  },
  "new-api, image": {
    path: IMAGE,
    body: {
      model: "wan2.2-t2i-flash",
      input: { prompt },
      parameters: { n: 1, size: "1024*1024" },
      response_format: "url",
    },
    request: {
      model: "wan2.2-t2i-flash",
      input: { prompt },
      parameters: { n: 1, size: "1024*1024" },
    },
    ignored: "response_format",
  },
  "new-api and spring-ai-alibaba, keyframes on the path of other videos": {
    path: VIDEO,
    body: {
      model: "wan2.2-kf2v-flash",
      input: { prompt, first_frame_url: PICTURE, last_frame_url: PICTURE },
    },
    request: {
      model: "wan2.2-kf2v-flash",
      input: { prompt, first_frame_url: PICTURE, last_frame_url: PICTURE },
    },
    ignored: "",
  },
  "ComfyUI, text to video of wan2.5": {
    path: VIDEO,
    body: {
      model: "wan2.5-t2v-preview",
      input: { prompt, negative_prompt: "", audio_url: null },
      parameters: { size: "832*480", duration: 5, audio: true, seed: 0, watermark: false },
    },
    request: {
      model: "wan2.5-t2v-preview",
      input: { prompt, negative_prompt: "" },
      parameters: { size: "832*480", duration: 5, seed: 0, watermark: false },
    },
    ignored: "parameters.audio",
  },
  "ArcReel, image to video": {
    path: VIDEO,
    body: {
      model: "wan2.7-i2v",
      input: { prompt, media: [{ type: "first_frame", url: PICTURE }] },
      parameters: { ratio: "16:9" },
    },
    request: {
      model: "wan2.7-i2v",
      input: { prompt, media: [{ type: "first_frame", url: PICTURE }] },
      parameters: {},
    },
    ignored: "parameters.ratio",
  },
  "spring-ai-alibaba and lobe-chat, image with a style": {
    path: IMAGE,
    body: {
      model: "wanx2.1-t2i-turbo",
      input: { prompt, ref_img: PICTURE },
      parameters: { style: "<auto>", n: 1 },
    },
    request: { model: "wanx2.1-t2i-turbo", input: { prompt }, parameters: { n: 1 } },
    ignored: "input.ref_img, parameters.style",
  },
  "async-dashscope (Rust)": {
    path: VIDEO,
    body: { model: "wan2.6-t2v", input: { prompt, negative_prompt: null }, parameters: null },
    request: { model: "wan2.6-t2v", input: { prompt } },
    ignored: "",
  },
  "hermes-plugin-dashscope-video": {
    path: VIDEO,
    body: {
      model: "happyhorse-1.0-t2v",
      input: { prompt, image_url: PICTURE },
      parameters: { size: "1280*720", duration: 5 },
    },
    request: {
      model: "happyhorse-1.0-t2v",
      input: { prompt },
      parameters: { duration: 5, resolution: "720P" },
    },
    ignored: "input.image_url, parameters.size",
  },
  "curl as in the official examples, with a slash at the end": {
    path: `${VIDEO}/`,
    body: text({}),
    request: text({}),
    ignored: "",
  },
};

let lenient: RunningProducer;
let strict: RunningProducer;
beforeAll(async () => {
  lenient = await startProducer();
  strict = await startProducer({ gatewayIsStrict: true });
});
afterAll(async () => {
  await lenient[Symbol.asyncDispose]();
  await strict[Symbol.asyncDispose]();
});

async function send({ url }: RunningProducer, { path, body }: Row) {
  const response = await fetch(`${url}/api/v1${path}`, {
    method: "POST",
    headers: { "x-dashscope-async": "enable", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as {
    readonly output?: { readonly task_id: string };
    readonly message?: string;
  };
  return { response, answer };
}

it.each(Object.entries(ROWS))("accepts what a client sends: %s", async (_, row) => {
  const { response, answer } = await send(lenient, row);
  expect(answer.message).toBeUndefined();
  const stored = await lenient.store.get(answer.output?.task_id ?? "");
  expect(stored?.request).toEqual(row.request);
  expect(response.headers.get("x-dashqueue-ignored") ?? "").toBe(row.ignored);
  expect(stored?.ignored.join(", ")).toBe(row.ignored);
});

it.each(Object.entries(ROWS).filter(([, { ignored }]) => ignored !== ""))(
  "refuses it where the gateway is strict: %s",
  async (_, row) => {
    const { response, answer } = await send(strict, row);
    expect(response.status).toBe(400);
    expect(answer.message).toContain(row.ignored.split(", ")[0]);
  },
);

it.each([
  ["a resolution that contradicts the size", text({ resolution: "720P", size: "1920*1080" })],
  ["an unknown size", text({ size: "1000*1000" })],
  ["a wrong duration", text({ duration: 60 })],
  [
    "a prompt that would be truncated",
    { model: "wan2.6-t2v", input: { prompt: "x".repeat(1_501) } },
  ],
])("refuses %s, which would change the bill or the result", async (_, body) => {
  const { response } = await send(lenient, { path: VIDEO, body, request: {}, ignored: "" });
  expect(response.status).toBe(400);
});
