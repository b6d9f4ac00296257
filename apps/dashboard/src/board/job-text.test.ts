import { expect, test } from "vitest";

import { linkOf, nameOf, progressOf } from "./job-text.ts";

const data = { generationId: "gen_1", model: "wan2.1-vace-plus" };
const taskId = "0385dc79-5ff8-4d82-bcb6-000000000000";

test.each([
  [{ name: "submit", data, progress: 0 }, "gen_1 · wan2.1-vace-plus"],
  [
    { name: "submit", data, progress: { status: "queued", task_id: null } },
    "gen_1 · wan2.1-vace-plus · queued",
  ],
  [
    {
      name: "poll",
      data,
      progress: { status: "running", task_id: taskId, task_status: "RUNNING" },
    },
    "gen_1 · wan2.1-vace-plus · running · task 0385dc79 RUNNING",
  ],
  [
    { name: "poll", data, progress: { status: "running", task_id: taskId } },
    "gen_1 · wan2.1-vace-plus · running · task 0385dc79",
  ],
  [{ name: "other", data: { x: 1 } }, "other"],
  [{ name: "other", data: "x", progress: { status: 3 } }, "other"],
  [{}, ""],
  [null, ""],
])("%j is called %s", (job, name) => {
  expect(nameOf(job)).toBe(name);
});

test("a job links to its generation, one that is not ours to the board", () => {
  expect(linkOf({ name: "poll", data })).toEqual({
    displayText: "Open the generation",
    href: "/generations/gen_1",
  });
  expect(linkOf({ name: "x", data: { ...data, generationId: "a/b?c" } }).href).toBe(
    "/generations/a%2Fb%3Fc",
  );
  expect(linkOf({ name: "x" })).toEqual({ displayText: "", href: "/queues" });
  expect(linkOf(undefined)).toEqual({ displayText: "", href: "/queues" });
});

test("a job that has not run says so", () => {
  expect(progressOf(0)).toEqual({ note: "Nothing yet: written when a run has ended." });
  expect(progressOf({ status: "running" })).toEqual({ status: "running" });
});
