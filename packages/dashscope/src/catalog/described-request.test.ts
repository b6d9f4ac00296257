import { expect, it } from "vitest";

import { fieldsOf } from "../checks/known-fields.ts";
import { FIELD_NOTES } from "../facts/field-notes.ts";
import { findModel, MODELS } from "./catalog.ts";
import { describedRequest } from "./described-request.ts";

const nameOf = (field: string) => field.split(".").at(-1) ?? "";

it("describes every field of every model, and nothing else", () => {
  const names = new Set(MODELS.flatMap(({ request }) => fieldsOf(request).map(nameOf)));
  expect(Object.keys(FIELD_NOTES).toSorted()).toEqual([...names].toSorted());
});

it("has the units and the defaults of a model", () => {
  const model = findModel("wan2.7-t2v");
  expect(model && describedRequest(model)).toMatchObject({
    properties: {
      input: { properties: { prompt: { description: "What to make.", maxLength: 5_000 } } },
      parameters: {
        properties: {
          duration: { "x-unit": "s", default: 5, minimum: 2, maximum: 15 },
          prompt_extend: { default: true },
          watermark: { default: false },
          seed: { description: expect.stringContaining("random") as string },
        },
      },
    },
  });
});

it.each(["vidu/viduq3-ad_reference2video", "vidu/viduq3-drama_reference2video"])(
  "gives the duration of %s no default, because none is documented",
  (id) => {
    const model = findModel(id);
    const text = JSON.stringify(model && describedRequest(model));
    expect(text).toContain('"duration"');
    expect(text).not.toContain('"default":15');
  },
);

it("gives a required field no default", () => {
  const model = findModel("pixverse/pixverse-v6-t2v");
  const text = JSON.stringify(model && describedRequest(model));
  expect(text).toContain('"duration"');
  expect(text).not.toContain('"default":5');
});
