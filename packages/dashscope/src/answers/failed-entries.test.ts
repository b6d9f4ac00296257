import { describe, expect, it } from "vitest";

import { RESULT_IMAGE, RESULT_VIDEO } from "../../test/fixtures/example.ts";
import { readTaskAnswer } from "./task-answer.ts";
import type { Task } from "./task.ts";

function read(body: unknown, status = 200) {
  return readTaskAnswer({ status, headers: {}, body: JSON.stringify(body) }, "task-1", 0);
}

function taskOf(output: object): Task {
  const answer = read({ output: { task_id: "task-1", task_status: "SUCCEEDED", ...output } });
  if (answer.kind !== "task") throw new Error("it is about a task");
  return answer.task;
}

function succeeded(output: object): Extract<Task, { status: "SUCCEEDED" }> {
  const task = taskOf(output);
  if (task.status !== "SUCCEEDED") throw new Error("it succeeded");
  return task;
}

describe("a batch that failed in part", () => {
  const failure = {
    code: "DataInspectionFailed",
    message: "Output data may contain inappropriate content.",
  };

  it("succeeds, and says what failed", () => {
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

  it("has failed when all of it has, whatever it is called", () => {
    expect(taskOf({ results: [failure, failure] })).toMatchObject({
      status: "FAILED",
      failure: { code: failure.code, message: failure.message, charged: false },
    });
  });

  it("keeps no secret", () => {
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
  ])("finds no failure in %j", (results) => {
    expect(succeeded({ results })).not.toHaveProperty("failedEntries");
  });
});
