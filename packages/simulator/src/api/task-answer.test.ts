import { expect, test } from "vitest";

import { exampleTask, startedTask, START_TIME } from "../../test/fixtures/task.ts";
import { taskAnswer } from "./task-answer.ts";
import type { Task } from "../tasks/task.ts";
import { RETENTION_MS } from "../tasks/task-status.ts";

const END = START_TIME + 11_000;
const submit_time = "2026-01-02 11:04:05.678";
const scheduled_time = "2026-01-02 11:04:06.678";
const end_time = "2026-01-02 11:04:16.678";
const { id } = exampleTask();

function answer(task: Task | undefined, now: number, showsPromptEarly = false) {
  return taskAnswer(id, task, {
    now,
    showsPromptEarly,
    effect: null,
    resultOrigin: "http://127.0.0.1:1",
  });
}

test("an unknown id and a deleted record are UNKNOWN", () => {
  const unknown = { output: { task_id: id, task_status: "UNKNOWN" } };
  expect(answer(undefined, END)).toEqual(unknown);
  expect(answer(startedTask(), END + RETENTION_MS)).toEqual(unknown);
});

test("an open task has its times so far, and no prompt", () => {
  expect(answer(exampleTask(), END)).toEqual({
    output: { task_id: id, task_status: "PENDING", submit_time },
  });
  expect(answer(startedTask(), END - 1)).toEqual({
    output: { task_id: id, task_status: "RUNNING", submit_time, scheduled_time },
  });
  expect(answer(exampleTask(), END, true)).toHaveProperty(
    "output.orig_prompt",
    "a girl in a forest",
  );
});

test("a canceled task has an END time", () => {
  const task = exampleTask({ life: { phase: "canceled", at: END } });
  expect(answer(task, END)).toEqual({
    output: { task_id: id, task_status: "CANCELED", submit_time, end_time },
  });
});

test("a success has a URL, times, prompt and usage", () => {
  expect(answer(startedTask(), END)).toEqual({
    output: {
      task_id: id,
      task_status: "SUCCEEDED",
      submit_time,
      scheduled_time,
      end_time,
      video_url: expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:1\/1d\/.*\.mp4\?Expires=\d+&OSSAccessKeyId=.*&Signature=/,
      ) as unknown,
      orig_prompt: "a girl in a forest",
    },
    usage: { video_duration: 5, video_ratio: "standard", video_count: 1 },
  });
});

const url = (ending: string): unknown => expect.stringContaining(`${id}${ending}?Expires=`);
const files = ["https://example.com/1.mp3", "https://example.com/2.mp3"];

test.each<[Partial<Task>, object, object]>([
  [
    { model: "video-style-transform", tier: "540" },
    { output_video_url: url(".mp4") },
    { duration: 5, SR: 540 },
  ],
  [
    {
      model: "fun-asr",
      request: { model: "fun-asr", input: { file_urls: files }, parameters: {} },
      parts: 2,
      failedParts: 1,
      files: ["-1.json"],
    },
    {
      results: [
        {
          file_url: files[0],
          code: "InvalidFile.DownloadFailed",
          message: "The audio file cannot be downloaded.",
          subtask_status: "FAILED",
        },
        { file_url: files[1], transcription_url: url("-1.json"), subtask_status: "SUCCEEDED" },
      ],
      task_metrics: { TOTAL: 2, SUCCEEDED: 1, FAILED: 1 },
    },
    { duration: 5 },
  ],
  [
    { model: "qwen3-asr-flash-filetrans", files: [".json"] },
    { result: { transcription_url: url(".json") } },
    { seconds: 5 },
  ],
  [
    { model: "text-embedding-async-v2", files: [".txt.gz"], units: 0.001 },
    { url: url(".txt.gz") },
    { total_tokens: 1000 },
  ],
  [
    { model: "Tripo/Tripo-H3.1", files: ["-pbr.glb", "-rendered.webp"], parts: 1 },
    { results: { pbr_model_url: url("-pbr.glb"), rendered_image_url: url("-rendered.webp") } },
    { count: 1 },
  ],
  [
    { model: "Tripo/Tripo-H3.1", files: ["-base.glb", "-rendered.webp"], parts: 1 },
    { results: { base_model_url: url("-base.glb"), rendered_image_url: url("-rendered.webp") } },
    { count: 1 },
  ],
])("a success of %j has its result and usage", (changes, output, usage) => {
  expect(answer(startedTask(changes), END)).toMatchObject({ output, usage });
});

test("repeats the same answer about a success", () => {
  expect(answer(startedTask(), END + 1000)).toEqual(answer(startedTask(), END));
});

test("shows the rewritten prompt if requested, for models that return it", () => {
  const actualPrompt = "output.actual_prompt";
  expect(answer(startedTask({ isPromptExtended: true }), END)).toHaveProperty(actualPrompt);
  expect(answer(startedTask(), END)).not.toHaveProperty(actualPrompt);
  const wan = startedTask({ isPromptExtended: true, model: "wan2.6-t2v" });
  expect(answer(wan, END)).not.toHaveProperty(actualPrompt);
});

test("a failure has only a code and a message, or neither", () => {
  const failure = { code: "InvalidParameter", message: "The size is not match xxxxxx" };
  expect(answer(startedTask({ failure }), END)).toEqual({
    output: { task_id: id, task_status: "FAILED", ...failure },
  });
  const bare = startedTask({ failure: { code: null, message: null } });
  expect(answer(bare, END)).toEqual({ output: { task_id: id, task_status: "FAILED" } });
});

test("a task of a model that is no longer in the catalog has no usage", () => {
  expect(answer(startedTask({ model: "wan1" }), END)).not.toHaveProperty("usage");
});
