import { describe, expect, it } from "vitest";

import { mediaInput } from "./media-field.ts";

const schemaOf = (input: object) => ({ properties: { input } });
const text = { type: "string" };
const fields = (properties: object) => schemaOf({ properties });

describe("mediaInput", () => {
  it("finds the field of a model", () => {
    const request = fields({ prompt: text, img_url: text, audio_url: text });
    expect(mediaInput("m", request, "image", ["a"])).toEqual({ img_url: "a" });
    expect(mediaInput("m", request, "audio", ["b"])).toEqual({ audio_url: "b" });
  });

  it("puts several files into a list", () => {
    const request = fields({ reference_urls: { type: "array" } });
    expect(mediaInput("m", request, "image", ["a", "b"])).toEqual({ reference_urls: ["a", "b"] });
  });

  it("looks into every variant of a request", () => {
    const request = { anyOf: [fields({}), schemaOf({ anyOf: [{ properties: { image: text } }] })] };
    expect(mediaInput("m", request, "image", ["a"])).toEqual({ image: "a" });
  });

  it("says what to do if there is no such field, or only one file fits", () => {
    const request = fields({ prompt: text, img_url: text });
    expect(() => mediaInput("m", request, "video", ["a"])).toThrow(
      /--input <field>=file:<path>; its fields are prompt, img_url/,
    );
    expect(() => mediaInput("m", request, "image", ["a", "b"])).toThrow(/pass --image once/);
    expect(() => mediaInput("m", {}, "image", ["a"])).toThrow(/no field/);
  });
});
