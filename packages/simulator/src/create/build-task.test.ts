import { describe, expect, test } from "vitest";

import { CREATE_REQUEST, mustOpen } from "../../test/fixtures/create-request.ts";
import { createText } from "../../test/fixtures/create-text.ts";
import { START_TIME } from "../../test/fixtures/task.ts";
import { settingsOf } from "../settings/settings.ts";
import type { SimulatorOptions } from "../settings/simulator-options.ts";
import { buildTask } from "./build-task.ts";
import { findProblems } from "./problems.ts";

function build(text: string, options: SimulatorOptions = {}) {
  const opened = mustOpen(text);
  const settings = settingsOf(options);
  const { failure } = findProblems(opened, settings.asyncChecks);
  const { caller } = CREATE_REQUEST;
  const facts = { id: "id", requestId: "request", caller, failure, now: START_TIME };
  return buildTask(opened, facts, settings);
}

describe("buildTask", () => {
  test("keeps everything that answers need", () => {
    expect(build(createText(), { pendingMs: 10, runningMs: () => 20 })).toEqual({
      id: "id",
      requestId: "request",
      account: "account-1",
      apiKeyId: "123456",
      model: "wan2.1-vace-plus",
      path: "aigc/video-generation/video-synthesis",
      prompt: "a girl in a forest",
      isPromptExtended: false,
      request: JSON.parse(createText()) as unknown,
      size: "1280*720",
      tier: null,
      audio: null,
      outputSeconds: 5,
      inputSeconds: 0,
      parts: 0,
      failedParts: 0,
      files: [".mp4"],
      linkLifeMs: 24 * 3_600_000,
      units: 5,
      unitPrice: "0.70",
      currency: "CNY",
      failure: null,
      submittedAt: START_TIME,
      readyAt: START_TIME + 10,
      runningMs: 20,
      runningStatuses: ["RUNNING"],
      life: { phase: "waiting" },
    });
  });

  test("truncates the prompt by characters, and extends it by default", () => {
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

  test("follows the markers in the prompt", () => {
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
      readyAt: START_TIME + 1,
      runningMs: 2,
    });
    expect(withPrompt("[sim:fail]").failure).toEqual({ code: null, message: null });
    expect(withPrompt("[sim:fail Odd]").failure).toEqual({
      code: "Odd",
      message: expect.any(String) as unknown,
    });
  });

  test("reads the markers of a request without a prompt from its links", () => {
    const file = "https://example.com/a.mp3?[sim:fail-images%201][sim:input-seconds%203]";
    const task = build(
      createText({ model: "fun-asr", input: { file_urls: [file, file, file] }, parameters: {} }),
    );
    expect(task).toMatchObject({
      parts: 3,
      failedParts: 1,
      files: ["-1.json", "-2.json"],
      units: 6,
    });
  });

  test.each([
    ["qwen3-asr-flash-filetrans", { file_url: "https://example.com/a.mp3" }, [".json"], 5],
    ["text-embedding-async-v2", { url: "https://example.com/a.txt" }, [".txt.gz"], 0.001],
    ["Tripo/Tripo-P1.0", { prompt: "a chair" }, ["-pbr.glb", "-rendered.webp"], 1],
  ])("knows the files and the billed units of %s", (model, input, files, units) => {
    expect(build(createText({ model, input, parameters: {} }))).toMatchObject({ files, units });
  });

  test("has links that live as long as those of the model", () => {
    const text = createText({ model: "Tripo/Tripo-H3.1", input: { prompt: "a chair" } });
    expect(build(text).linkLifeMs).toBe(2 * 3_600_000);
    expect(build(text, { linkLifeMs: 5 }).linkLifeMs).toBe(5);
  });

  test("has a default size for Wan, and keeps the audio flag", () => {
    const text = createText({ model: "wan2.6-t2v", parameters: { audio: true, duration: 10 } });
    expect(build(text)).toMatchObject({
      size: "1920*1080",
      audio: true,
      outputSeconds: 10,
      unitPrice: "1.00",
    });
  });

  test("accepts a prompt that is not a string, if that check is asynchronous", () => {
    const text = createText({ model: "wan2.6-t2v", input: { prompt: 5 }, parameters: {} });
    const task = build(text, { asyncChecks: ["input.prompt text"] });
    expect(task).toMatchObject({ prompt: "", failure: { code: "InvalidParameter" } });
  });
});
