import { expect, it } from "vitest";

import { withoutSdkExtras } from "./sdk-extras.ts";

it.each([
  // The Python SDK.
  [
    { model: "m", input: { prompt: "p", extend_prompt: true, function: "video-synthesis" } },
    { model: "m", input: { prompt: "p" } },
  ],
  // The Java SDK.
  [
    {
      model: "m",
      input: { extend_prompt: true },
      parameters: { size: "1280*720", with_audio: false },
    },
    { model: "m", input: {}, parameters: { size: "1280*720" } },
  ],
  // The same fields with values that have a meaning.
  [
    { input: { function: "image_reference" }, parameters: { with_audio: true } },
    { input: { function: "image_reference" }, parameters: { with_audio: true } },
  ],
  [
    { input: "text", parameters: [] },
    { input: "text", parameters: [] },
  ],
  [null, null],
  ["text", "text"],
])("reduces %j to %j", (body, expected) => {
  expect(withoutSdkExtras(body)).toEqual(expected);
});
