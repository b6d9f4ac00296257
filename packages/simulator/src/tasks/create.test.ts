import { describe, expect, test } from "vitest";

import { createText } from "../../test/fixtures/create-text.ts";
import { startTime } from "../../test/fixtures/task.ts";
import { buildTask, findProblems, openCreate, type CreateRequest } from "./create.ts";
import { providerErrors } from "../http/provider-error.ts";
import { settingsOf, type SimulatorOptions } from "../settings/settings.ts";

const request: CreateRequest = {
  caller: { account: "account-1", apiKeyId: "123456" },
  path: "video-generation/video-synthesis",
  isAsync: true,
  resolvesOss: false,
  text: createText(),
};

function open(changes: Partial<CreateRequest> = {}, options: SimulatorOptions = {}) {
  return openCreate({ ...request, ...changes }, settingsOf(options));
}

function build(text: string, options: SimulatorOptions = {}) {
  const opened = open({ text }, options);
  if ("code" in opened) throw new Error(opened.message);
  const settings = settingsOf(options);
  const { failure } = findProblems(opened, settings.asyncChecks);
  return buildTask(
    opened,
    { id: "id", requestId: "request", caller: request.caller, failure, now: startTime },
    settings,
  );
}

describe("before the limits", () => {
  test.each([
    ["no async header", { isAsync: false, text: "{" }, {}, providerErrors.notAsynchronous],
    ["broken JSON", { text: "{" }, {}, providerErrors.bodyInvalid],
    ["no model", { text: createText({ model: undefined }) }, {}, providerErrors.modelMissing],
    ["an unknown model", { text: createText({ model: "gpt" }) }, {}, providerErrors.modelUnknown],
    [
      "an unknown model, the other way",
      { text: createText({ model: "gpt" }) },
      { unknownModel: "model-not-found" },
      providerErrors.modelNotFound,
    ],
    ["a model of another region", {}, { models: "region" }, providerErrors.modelUnknown],
    [
      "a model that is not listed",
      {},
      { models: ["wanx2.1-vace-plus"] },
      providerErrors.modelUnknown,
    ],
    ["another model's path", { path: "image2video/video-synthesis" }, {}, providerErrors.pathWrong],
    ["debts", {}, { accountsInArrears: ["account-1"] }, providerErrors.inArrears],
  ] as const)("refuses %s", (_name, changes, options, error) =>
    expect(open(changes, options)).toBe(error),
  );

  test("lets the rest pass, in its region too", () => {
    expect(open()).toHaveProperty("model.id", "wan2.1-vace-plus");
    expect(open({}, { models: "region", region: "ap-southeast-1" })).toHaveProperty(
      "model.id",
      "wan2.1-vace-plus",
    );
  });
});

describe("findProblems", () => {
  const opened = open({
    text: createText({ parameters: { obj_or_bg: ["obj", "bg"], size: "1*1" } }),
  });
  if ("code" in opened) throw new Error(opened.message);
  const size = expect.objectContaining({ code: "InvalidParameter" }) as unknown;

  test("refuses at once", () => {
    expect(findProblems(opened, new Set())).toEqual({ refusal: size, failure: null });
  });

  test("or lets the task fail, where that is asked", () => {
    const late = new Set(["image_reference: parameters.size one-of"]);
    expect(findProblems(opened, late)).toEqual({ refusal: null, failure: size });
  });
});

describe("the task", () => {
  test("has all that its answers need", () => {
    expect(build(createText(), { pendingMs: 10, runningMs: () => 20 })).toEqual({
      id: "id",
      requestId: "request",
      account: "account-1",
      apiKeyId: "123456",
      model: "wan2.1-vace-plus",
      prompt: "a girl in a forest",
      isPromptExtended: false,
      request: JSON.parse(createText()) as unknown,
      size: "1280*720",
      tier: null,
      audio: null,
      outputSeconds: 5,
      inputSeconds: 0,
      images: 0,
      failedImages: 0,
      unitPrice: "0.70",
      currency: "CNY",
      failure: null,
      submittedAt: startTime,
      readyAt: startTime + 10,
      runningMs: 20,
      life: { phase: "waiting" },
    });
  });

  test("has a prompt cut by characters, and extended unless told not to", () => {
    const prompt = "森".repeat(790) + "🌲".repeat(20);
    const text = createText({
      input: { function: "video_outpainting", prompt, video_url: "https://example.com/a.mp4" },
      parameters: {},
    });
    const task = build(text);
    expect(Array.from(task.prompt)).toHaveLength(800);
    expect(task.prompt.endsWith("森🌲🌲🌲🌲🌲🌲🌲🌲🌲🌲")).toBe(true);
    expect(task.isPromptExtended).toBe(true);
    expect(task.size).toBeNull();
  });

  test("does what the prompt's markers say", () => {
    const withPrompt = (prompt: string) =>
      build(
        createText({
          input: { function: "video_outpainting", prompt, video_url: "https://example.com/a.mp4" },
        }),
      );
    const task = withPrompt(
      "[sim:fail InvalidURL] [sim:input-seconds 3] [sim:pending-ms 1] [sim:running-ms 2]",
    );
    expect(task).toMatchObject({
      failure: { code: "InvalidURL" },
      outputSeconds: 3,
      readyAt: startTime + 1,
      runningMs: 2,
    });
    expect(withPrompt("[sim:fail]").failure).toEqual({ code: null, message: null });
    expect(withPrompt("[sim:fail Odd]").failure).toEqual({
      code: "Odd",
      message: expect.any(String) as unknown,
    });
  });

  test("of Wan has a default size, and remembers the sound", () => {
    const text = createText({ model: "wan2.6-t2v", parameters: { audio: true, duration: 10 } });
    expect(build(text)).toMatchObject({
      size: "1920*1080",
      audio: true,
      outputSeconds: 10,
      unitPrice: "1.00",
    });
  });

  test("survives a prompt that is no text, where that check is late", () => {
    const text = createText({ model: "wan2.6-t2v", input: { prompt: 5 }, parameters: {} });
    const task = build(text, { asyncChecks: ["input.prompt text"] });
    expect(task).toMatchObject({ prompt: "", failure: { code: "InvalidParameter" } });
  });
});
