import { expect, it } from "vitest";

import { promptBodyOf } from "./prompt-body.ts";

const bodyOf = (content: unknown, more: object = {}) => ({
  model: "qwen-image",
  input: { messages: [{ role: "user", content }] },
  ...more,
});

it.each([
  [
    bodyOf([{ text: "a cat" }]),
    { model: "qwen-image", input: { prompt: "a cat" }, parameters: {} },
  ],
  [
    bodyOf([{ type: "text", text: "a cat" }], {
      parameters: { negative_prompt: "blur", size: "1328*1328", prompt_extend: true },
    }),
    {
      model: "qwen-image",
      input: { prompt: "a cat", negative_prompt: "blur" },
      parameters: { size: "1328*1328", prompt_extend: true },
    },
  ],
])("turns the message of %j into a prompt", (body, expected) => {
  expect(promptBodyOf(body)).toEqual(expected);
});

it.each([
  null,
  "text",
  { model: "qwen-image", input: { prompt: "a cat" } },
  { model: "qwen-image", input: { messages: [] } },
  bodyOf([{ image: "https://media.example/cat.png" }]),
  bodyOf([{ text: "a cat" }, { image: "https://media.example/cat.png" }]),
  bodyOf([{ text: "a cat" }], { parameters: "none" }),
])("finds no prompt in %j", (body) => {
  expect(promptBodyOf(body)).toBeNull();
});
