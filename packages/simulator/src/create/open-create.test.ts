import { describe, expect, test } from "vitest";

import { open } from "../../test/fixtures/create-request.ts";
import { createText } from "../../test/fixtures/create-text.ts";
import { PROVIDER_ERRORS } from "../http/provider-error.ts";

describe("openCreate", () => {
  test.each([
    ["a missing async header", { isAsync: false, text: "{" }, {}, PROVIDER_ERRORS.notAsynchronous],
    ["invalid JSON", { text: "{" }, {}, PROVIDER_ERRORS.bodyInvalid],
    [
      "a missing model",
      { text: createText({ model: undefined }) },
      {},
      PROVIDER_ERRORS.modelMissing,
    ],
    ["an unknown model", { text: createText({ model: "gpt" }) }, {}, PROVIDER_ERRORS.modelUnknown],
    [
      "an unknown model with 404, if configured",
      { text: createText({ model: "gpt" }) },
      { unknownModel: "model-not-found" },
      PROVIDER_ERRORS.modelNotFound,
    ],
    ["a model of another region", {}, { models: "region" }, PROVIDER_ERRORS.modelUnknown],
    [
      "a model that is not configured",
      {},
      { models: ["wanx2.1-vace-plus"] },
      PROVIDER_ERRORS.modelUnknown,
    ],
    [
      "another model's path",
      { path: "aigc/image2video/video-synthesis" },
      {},
      PROVIDER_ERRORS.pathWrong,
    ],
    ["an account in arrears", {}, { accountsInArrears: ["account-1"] }, PROVIDER_ERRORS.inArrears],
  ] as const)("refuses %s", (_name, changes, options, error) =>
    expect(open(changes, options)).toBe(error),
  );

  test("opens requests for a model until it is retired", () => {
    const retiredAt = Date.parse("2026-10-10T00:00:00+08:00");
    const request = {
      path: "aigc/text2image/image-synthesis",
      text: createText({ model: "qwen-image" }),
    };
    expect(open(request, { now: () => retiredAt - 1 })).toHaveProperty("model.id", "qwen-image");
    expect(open(request, { now: () => retiredAt })).toBe(PROVIDER_ERRORS.modelUnknown);
  });

  test("opens a valid request, including one for a model of the configured region", () => {
    expect(open()).toHaveProperty("model.id", "wan2.1-vace-plus");
    expect(open({}, { models: "region", region: "ap-southeast-1" })).toHaveProperty(
      "model.id",
      "wan2.1-vace-plus",
    );
  });
});
