import { describe, expect, it } from "vitest";

import { RESULT_IMAGE, RESULT_VIDEO } from "../../models/example.ts";
import { readTaskAnswer } from "../task-answer.ts";
import type { Task } from "../task.ts";

function read(body: unknown, status = 200) {
  return readTaskAnswer({ status, headers: {}, body: JSON.stringify(body) }, "task-1", 0);
}

function taskOf(output: object): Task {
  const answer = read({ output: { task_id: "task-1", task_status: "SUCCEEDED", ...output } });
  if (answer.kind !== "task") throw new Error("expected a task");
  return answer.task;
}

function succeeded(output: object): Extract<Task, { status: "SUCCEEDED" }> {
  const task = taskOf(output);
  if (task.status !== "SUCCEEDED") throw new Error("expected a succeeded task");
  return task;
}

describe("a partly failed batch", () => {
  const failure = {
    code: "DataInspectionFailed",
    message: "Output data may contain inappropriate content.",
  };

  it("succeeds and lists what failed (G6)", () => {
    const task = succeeded({
      results: [{ url: RESULT_IMAGE }, failure, { url: RESULT_IMAGE }, { code: "InternalError" }],
      task_metrics: { TOTAL: 4, SUCCEEDED: 2, FAILED: 2 },
    });
    expect(task.files.map(({ name }) => name)).toEqual(["image-1.png", "image-2.png"]);
    expect(task.failedEntries).toEqual([
      { index: 1, ...failure },
      { index: 3, code: "InternalError", message: "the provider gave no reason for the failure" },
    ]);
  });

  it("fails when every result failed, whatever its status", () => {
    expect(taskOf({ results: [failure, failure] })).toMatchObject({
      status: "FAILED",
      failure: { code: failure.code, message: failure.message, charged: false },
    });
  });

  it("lists the files that were not transcribed", () => {
    const file_url = "https://x.example/1.mp3";
    const done = { transcription_url: "https://x.example/a.json", subtask_status: "SUCCEEDED" };
    const task = succeeded({
      results: [
        { file_url, ...failure, subtask_status: "FAILED" },
        { file_url, ...done },
        { file_url, subtask_status: "FAILED" },
      ],
    });
    expect(task.files.map(({ name }) => name)).toEqual(["transcript.json"]);
    expect(task.failedEntries?.map(({ index, code }) => [index, code])).toEqual([
      [0, failure.code],
      [2, ""],
    ]);
    expect(taskOf({ results: [{ file_url, subtask_status: "FAILED" }] })).toMatchObject({
      status: "FAILED",
    });
  });

  it("keeps no signed link (G7)", () => {
    const message = "cannot fetch https://b.example/a.png?Signature=y";
    const results = [{ url: RESULT_IMAGE }, { code: "InvalidURL", message }];
    expect(succeeded({ results }).failedEntries).toEqual([
      { index: 1, code: "InvalidURL", message: "cannot fetch https://b.example/a.png?…" },
    ]);
  });

  it.each([
    [[{ url: RESULT_IMAGE, code: "200" }]],
    [[{}, null, 7, { code: 7 }, { message: "" }]],
    [{ video_url: RESULT_VIDEO }],
    ["x"],
  ])("finds no failed entry in %j", (results) => {
    expect(succeeded({ results })).not.toHaveProperty("failedEntries");
  });
});
