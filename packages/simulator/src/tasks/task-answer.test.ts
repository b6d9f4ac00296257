import { expect, test } from "vitest";

import { exampleTask, startedTask, startTime } from "../../test/fixtures/task.ts";
import { taskAnswer } from "./task-answer.ts";
import { retentionMs } from "./task-status.ts";
import type { Task } from "./task.ts";

const end = startTime + 11_000;
const submit_time = "2026-01-02 11:04:05.678";
const scheduled_time = "2026-01-02 11:04:06.678";
const end_time = "2026-01-02 11:04:16.678";
const { id } = exampleTask();

function answer(task: Task | undefined, now: number, showsPromptEarly = false) {
  return taskAnswer(id, task, {
    now,
    showsPromptEarly,
    manner: null,
    resultOrigin: "http://127.0.0.1:1",
  });
}

test("what nobody has, or has any more, is UNKNOWN", () => {
  const unknown = { output: { task_id: id, task_status: "UNKNOWN" } };
  expect(answer(undefined, end)).toEqual(unknown);
  expect(answer(startedTask(), end + retentionMs)).toEqual(unknown);
});

test("open tasks have the times so far, and no prompt", () => {
  expect(answer(exampleTask(), end)).toEqual({
    output: { task_id: id, task_status: "PENDING", submit_time },
  });
  expect(answer(startedTask(), end - 1)).toEqual({
    output: { task_id: id, task_status: "RUNNING", submit_time, scheduled_time },
  });
  expect(answer(exampleTask(), end, true)).toHaveProperty(
    "output.orig_prompt",
    "a girl in a forest",
  );
});

test("a canceled task has an end", () => {
  const task = exampleTask({ life: { phase: "canceled", at: end } });
  expect(answer(task, end)).toEqual({
    output: { task_id: id, task_status: "CANCELED", submit_time, end_time },
  });
});

test("a success has its URL, times, prompt and usage", () => {
  expect(answer(startedTask(), end)).toEqual({
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

test("asked again, a success is the same", () => {
  expect(answer(startedTask(), end + 1000)).toEqual(answer(startedTask(), end));
});

test("the rewritten prompt is shown where it was asked for, by models that show it", () => {
  const actualPrompt = "output.actual_prompt";
  expect(answer(startedTask({ isPromptExtended: true }), end)).toHaveProperty(actualPrompt);
  expect(answer(startedTask(), end)).not.toHaveProperty(actualPrompt);
  const wan = startedTask({ isPromptExtended: true, model: "wan2.6-t2v" });
  expect(answer(wan, end)).not.toHaveProperty(actualPrompt);
});

test("a failure has a code and a message, or neither, and nothing else", () => {
  const failure = { code: "InvalidParameter", message: "The size is not match xxxxxx" };
  expect(answer(startedTask({ failure }), end)).toEqual({
    output: { task_id: id, task_status: "FAILED", ...failure },
  });
  const bare = startedTask({ failure: { code: null, message: null } });
  expect(answer(bare, end)).toEqual({ output: { task_id: id, task_status: "FAILED" } });
});

test("a task of a model that left the catalogue has no usage", () => {
  expect(answer(startedTask({ model: "wan1" }), end)).not.toHaveProperty("usage");
});
