import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { anyJson } from "../../test/fixtures/any-json.ts";
import { changedRequests } from "../../test/fixtures/changed-requests.ts";
import { IMAGE, VIDEO } from "../models/example.ts";
import { EXAMPLES } from "../../test/fixtures/examples.ts";
import { findModel, MODELS } from "../catalog/catalog.ts";
import { unknownModel } from "../catalog/unknown-model.ts";
import { isTooDeep } from "../checks/nesting.ts";
import { withoutField } from "./without-field.ts";
import { readLeniently } from "./lenient-reading.ts";
import { readRequest } from "./read-request.ts";
import { withoutNulls } from "./without-nulls.ts";

const read = (body: unknown) => readLeniently(body, { findModel, ownFields: ["metadata"] });
const input = { prompt: "a girl" };
const text = (parameters: object) => ({ model: "wan2.6-t2v", input, parameters });
const happyHorse = (parameters: object) => ({ model: "happyhorse-1.0-t2v", input, parameters });

describe("readLeniently", () => {
  it.each([
    ["null", { ...text({ seed: null, size: null }), input: { ...input, audio_url: null } }],
    ["null parameters", { model: "wan2.6-t2v", input, parameters: null }],
  ])("treats %s as absent", (_, body) => {
    const { body: lenient, ignored } = read(body);
    expect(readRequest(lenient)).toMatchObject({ ok: true, request: { input } });
    expect(ignored).toEqual([]);
  });

  it("leaves out what means nothing to the model, and names it", () => {
    const body = {
      ...text({ is_async: true, audio: true, prompt_extend: false, shot_type: "multi" }),
      input: { ...input, extend_prompt: true, function: "video-synthesis" },
      response_format: "url",
      metadata: { order: "1" },
    };
    expect(read(body)).toEqual({
      body: { ...text({ prompt_extend: false }), metadata: { order: "1" } },
      ignored: [
        "input.extend_prompt",
        "input.function",
        "parameters.is_async",
        "parameters.audio",
        "response_format",
        "parameters.shot_type",
      ],
    });
  });

  it("leaves out media URLs that are empty, even if the model has the field", () => {
    const files = { video_url: VIDEO, audio_url: "https://media.example/1.wav" };
    const media = [{ type: "first_frame", url: "" }];
    expect(read({ model: "videoretalk", input: { ...files, ref_image_url: "" } })).toEqual({
      body: { model: "videoretalk", input: files },
      ignored: ["input.ref_image_url"],
    });
    expect(read({ model: "wan2.7-i2v", input: { media } })).toEqual({
      body: { model: "wan2.7-i2v", input: { media: [{ type: "first_frame" }] } },
      ignored: ["input.media[0].url"],
    });
  });

  it("leaves out fields inside lists", () => {
    const media = [{ type: "first_frame", url: IMAGE, referenceVoice: VIDEO }];
    expect(read({ model: "wan2.7-i2v", input: { media } })).toEqual({
      body: { model: "wan2.7-i2v", input: { media: [{ type: "first_frame", url: IMAGE }] } },
      ignored: ["input.media[0].referenceVoice"],
    });
  });

  it("leaves out fields that only have no effect once another one is gone", () => {
    const body = {
      model: "wan2.6-image",
      input: { messages: [{ role: "user", content: [{ text: "a" }, { image: IMAGE }] }] },
      parameters: { enable_interleave: null, max_images: 3 },
    };
    expect(read(body)).toMatchObject({ body: { parameters: {} } });
  });

  it.each([
    [
      "the negative prompt from the parameters",
      text({ negative_prompt: "blur" }),
      { model: "wan2.6-t2v", input: { ...input, negative_prompt: "blur" }, parameters: {} },
      [],
    ],
    [
      "the documented negative prompt if there are two",
      { ...text({ negative_prompt: "other" }), input: { ...input, negative_prompt: "blur" } },
      { model: "wan2.6-t2v", input: { ...input, negative_prompt: "blur" }, parameters: {} },
      ["parameters.negative_prompt"],
    ],
    [
      "the first frame from img_url",
      { model: "wan2.7-i2v", input: { ...input, img_url: IMAGE } },
      { model: "wan2.7-i2v", input: { ...input, media: [{ type: "first_frame", url: IMAGE }] } },
      [],
    ],
    ["the size from the resolution", text({ resolution: "720P" }), text({ size: "1280*720" }), []],
    [
      "a size that agrees with the resolution",
      text({ resolution: "720P", size: "720*1280" }),
      text({ size: "720*1280" }),
      ["parameters.resolution"],
    ],
    [
      "the resolution from the size, whose ratio is ignored",
      happyHorse({ size: "720*1280" }),
      happyHorse({ resolution: "720P" }),
      ["parameters.size"],
    ],
    [
      "a resolution that agrees with the size",
      happyHorse({ size: "720*1280", resolution: "720P" }),
      happyHorse({ resolution: "720P" }),
      ["parameters.size"],
    ],
    [
      "neither from a model that reads neither",
      { model: "wan2.2-animate-mix", input, parameters: { resolution: "720P" } },
      { model: "wan2.2-animate-mix", input: {}, parameters: {} },
      ["input.prompt", "parameters.resolution"],
    ],
  ])("takes %s", (_, body, lenient, ignored) => {
    const result = read(body);
    expect(result.body).toEqual(lenient);
    expect([...result.ignored].sort()).toEqual(ignored);
  });

  it.each([
    text({ resolution: "720P", size: "1920*1080" }),
    text({ resolution: "4K" }),
    happyHorse({ size: "1024*576" }),
    happyHorse({ resolution: "720P", size: "1920*1080" }),
    { ...text({}), input: { ...input, "a.b": 1 } },
    text(Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`x${index}`, 1]))),
    { model: "wan2.6-t2v", input: [], parameters: {} },
    { model: "none", input: {} },
    [],
    "text",
  ])("leaves %j to strict validation", (body) => {
    expect(read(body)).toEqual({ body, ignored: [] });
  });
});

describe("a lenient reading", { timeout: 120_000 }, () => {
  const name = fc.constantFrom(
    "audio",
    "is_async",
    "ratio",
    "ref_img",
    "with_audio",
    "x",
    "prompt",
  );
  const extras = fc.dictionary(name, fc.jsonValue(), { maxKeys: 3 });
  const example = fc.constantFrom(...EXAMPLES).chain(([id, { input, parameters }]) => {
    const request = { model: id, input, ...(parameters === undefined ? {} : { parameters }) };
    return changedRequests(request, findModel(id) ?? unknownModel(id));
  });

  it("changes only the fields that it names", () => {
    fc.assert(
      fc.property(example, extras, extras, (request, more, others) => {
        const body = {
          ...request,
          input: { ...more, ...request.input },
          parameters: { ...others, ...request.parameters },
        };
        const lenient = read(body);
        if (readRequest(lenient.body).ok)
          expect(withoutFrame(lenient.body)).toEqual(
            withoutFrame(lenient.ignored.reduce<unknown>(withoutField, withoutNulls(body))),
          );
        if (readRequest(body).ok)
          expect(lenient).toEqual({ body: withoutNulls(body), ignored: [] });
      }),
      { numRuns: 1_000 },
    );
  });

  /** One of these may become the other. */
  function withoutFrame(value: unknown): unknown {
    return ["parameters.size", "parameters.resolution"].reduce(withoutField, value);
  }

  it("never throws, and a second one leaves nothing out", () => {
    const find = (id: string) => findModel(id) ?? unknownModel(id);
    const model = fc.constantFrom(...MODELS.map(({ id }) => id), "constructor");
    fc.assert(
      fc.property(model, anyJson, anyJson, anyJson, (id, input, parameters, body) => {
        const options = { findModel: find, ownFields: [] };
        readLeniently(body, options);
        const first = readLeniently({ model: id, input, parameters }, options);
        if (!isTooDeep({ input, parameters }))
          expect(readLeniently(first.body, options)).toEqual({ body: first.body, ignored: [] });
      }),
      { numRuns: 1_000 },
    );
  });
});
