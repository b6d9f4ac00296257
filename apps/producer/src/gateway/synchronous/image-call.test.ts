import { findModel } from "@dashqueue/dashscope";
import { expect, it } from "vitest";

import { readImageCall } from "./image-call.ts";

const catalog = { findModel, now: Date.UTC(2026, 10, 27) };
const MULTIMODAL = "/services/aigc/multimodal-generation/generation";
const MESSAGES = "/services/aigc/image-generation/generation";
const FROM_TEXT = "/services/aigc/text2image/image-synthesis";
const FROM_IMAGE = "/services/aigc/image2image/image-synthesis";
const message = { messages: [{ role: "user", content: [{ text: "a cat" }] }] };

it.each([
  [MULTIMODAL, "wan2.6-t2i", message, "choices[].message.content[].image"],
  [MULTIMODAL, "wan2.7-image-pro", message, "choices[].message.content[].image"],
  [MESSAGES, "wan2.6-image", message, "choices[].message.content[].image"],
  [FROM_TEXT, "wan2.2-t2i-flash", { prompt: "a cat" }, "results[].url"],
  [FROM_IMAGE, "wan2.5-i2i-preview", { prompt: "a cat" }, "results[].url"],
])("passes on a call at %s for %s", (path, model, input, result) => {
  const body = { model, input };
  expect(readImageCall(path, body, catalog)).toMatchObject({ kind: "image", body, result });
});

it("turns a message for a model with a prompt into that prompt", () => {
  const body = { model: "wan2.2-t2i-plus", input: message };
  expect(readImageCall(MULTIMODAL, body, catalog)).toMatchObject({
    body: { model: "wan2.2-t2i-plus", input: { prompt: "a cat" } },
    result: "choices[].message.content[].image",
  });
});

const refusalOf = (path: string, body: unknown) => {
  const call = readImageCall(path, body, catalog);
  return call.kind === "refused" ? call.refusal : null;
};

it.each([
  "/services/aigc/text-generation/generation",
  "/services/embeddings/text-embedding/text-embedding",
  "/services/audio/asr/transcription",
  "/services/aigc/image2video/face-detect",
])("says what the gateway is for at %s", (path) => {
  expect(refusalOf(path, { model: "qwen-plus" })).toMatchObject({
    status: 404,
    message: expect.stringContaining("Send calls for text") as string,
  });
});

it.each([
  "/services/aigc/video-generation/video-synthesis",
  "/services/aigc/image2video/video-synthesis",
  "/services/aigc/image2video/aa-template-generation",
])("asks for the asynchronous header at %s, as DashScope does", (path) => {
  expect(refusalOf(path, { model: "wan2.6-t2v" })).toMatchObject({
    status: 403,
    code: "AccessDenied",
  });
});

it.each(["qwen3-vl-plus", "wan2.6-t2v", "constructor"])("names %s as no image model", (model) => {
  expect(refusalOf(MULTIMODAL, { model, input: message })).toMatchObject({
    status: 404,
    message: expect.stringContaining(`${model} is not an image model`) as string,
  });
});

it.each([
  [MULTIMODAL, { model: "qwen-image", input: message }, "qwen-image was retired"],
  [MULTIMODAL, { model: "qwen-image-edit-plus", input: message }, "use qwen-image-3.0"],
  [MESSAGES, { model: "wan2.2-t2i-plus", input: message }, "url error"],
  [MULTIMODAL, { model: "wan2.5-i2i-preview", input: message }, "url error"],
  [MULTIMODAL, { model: "wan2.2-t2i-plus", input: { prompt: "a cat" } }, "input.messages: must be"],
  [MULTIMODAL, { model: 1 }, "Required body invalid"],
  [MULTIMODAL, null, "Required body invalid"],
])("refuses at %s %j", (path, body, text) => {
  expect(refusalOf(path, body)).toMatchObject({
    status: 400,
    code: "InvalidParameter",
    message: expect.stringContaining(text) as string,
  });
});
