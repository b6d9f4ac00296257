import { MODELS } from "@dashqueue/dashscope";
import { exampleOf } from "@dashqueue/dashscope/examples";
import { expect, it } from "vitest";

import { FIELDS, UNITS } from "../texts/zh/fields.ts";
import { fieldsOf, requestOf, textsOf, unreadIn } from "./fields.ts";

const modelOf = (id: string) => {
  const model = MODELS.find((one) => one.id === id);
  if (model === undefined) throw new Error(`no model ${id}`);
  return model;
};

it("makes fields with descriptions, units, defaults and choices", () => {
  const fields = fieldsOf(modelOf("wan2.6-t2v"));
  const byName = Object.fromEntries(fields.map((field) => [field.name, field]));
  expect(byName["input.prompt"]).toMatchObject({ isRequired: true, isLong: true, choices: null });
  expect(byName["parameters.duration"]).toMatchObject({
    type: "number",
    unit: "s",
    default: "5",
    isRequired: false,
  });
  expect(byName["parameters.size"]?.choices).toContain("1280*720");
  expect(byName["parameters.watermark"]?.choices).toEqual(["true", "false"]);
  expect(byName["input.audio_url"]?.isLong).toBe(false);
});

it("offers the fields of all forms of requests", () => {
  const fields = fieldsOf(modelOf("wan2.1-vace-plus"));
  const chosen = fields.find(({ name }) => name === "input.function");
  expect(chosen?.choices).toEqual(expect.arrayContaining(["image_reference", "video_repainting"]));
  expect(fields.find(({ name }) => name === "input.video_url")?.isRequired).toBe(false);
});

it.each(["wan2.6-t2v", "wan2.1-vace-plus", "wan2.7-i2v", "kling/kling-v3-video-generation"])(
  "reads the example of %s from its own form as it is, without what is empty",
  (id) => {
    const fields = fieldsOf(modelOf(id));
    const example = exampleOf(id) ?? { model: id, input: {}, parameters: {} };
    const filledIn = (part: object) =>
      Object.fromEntries(Object.entries(part).filter(([, value]) => value !== ""));
    const read = requestOf(id, fields, textsOf(fields, example));
    expect(read.input).toEqual(filledIn(example.input));
    expect(read.parameters).toEqual(filledIn(example.parameters ?? {}));
  },
);

it("leaves the checks to those of submissions", () => {
  const fields = fieldsOf(modelOf("wan2.7-i2v"));
  const texts = { "input.media": "[", "parameters.duration": "long", "input.prompt": " " };
  expect(requestOf("wan2.7-i2v", fields, { ...texts, unknown: "x" })).toEqual({
    model: "wan2.7-i2v",
    input: { media: "[" },
    parameters: { duration: "long" },
  });
});

it("names the fields that need JSON and have none", () => {
  const fields = fieldsOf(modelOf("wan2.7-i2v"));
  const unread = (text: string) => [...unreadIn(fields, { "input.media": text })];
  expect(unread("[")).toEqual(["input.media"]);
  expect([unread("[]"), unread(" "), [...unreadIn(fields, { "input.prompt": "[" })]]).toEqual([
    [],
    [],
    [],
  ]);
});

it("has a Chinese text for each description and unit, and for nothing else", () => {
  const fields = MODELS.flatMap(fieldsOf);
  const descriptions = new Set(fields.map(({ description }) => description));
  const units = new Set(fields.flatMap(({ unit }) => unit ?? []));
  expect(Object.keys(FIELDS).toSorted()).toEqual([...descriptions].toSorted());
  expect(Object.keys(UNITS).toSorted()).toEqual([...units].toSorted());
});
