import { expect, it } from "vitest";

import { linkOf, nameOf, progressOf } from "./job-text.ts";

const data = { generationId: "gen_1", model: "wan2.1-vace-plus" };
const taskId = "0385dc79-5ff8-4d82-bcb6-000000000000";

it.each([
  [{ name: "submit", data, progress: 0 }, "wan2.1-vace-plus · gen_1"],
  [
    { name: "submit", data, progress: { status: "queued", task_id: null } },
    "wan2.1-vace-plus · gen_1 · queued",
  ],
  [
    {
      name: "poll",
      data,
      progress: { status: "running", task_id: taskId, task_status: "RUNNING" },
    },
    "wan2.1-vace-plus · gen_1 · running · task 0385dc79 RUNNING",
  ],
  [
    { name: "poll", data, progress: { status: "running", task_id: taskId } },
    "wan2.1-vace-plus · gen_1 · running · task 0385dc79",
  ],
  [{ name: "other", data: { x: 1 } }, "other"],
  [{ name: "other", data: "x", progress: { status: 3 } }, "other"],
  [{}, ""],
  [null, ""],
])("names the job %j: %s", (job, name) => {
  expect(nameOf(job, null)).toBe(name);
});

it("shows the beginning of the prompt instead of the id", () => {
  const job = { name: "poll", data, progress: { status: "running", task_id: taskId } };
  expect(nameOf(job, " a girl\nin a forest")).toBe(
    "wan2.1-vace-plus · a girl in a forest · running · task 0385dc79",
  );
  expect(nameOf(job, "x".repeat(100))).toContain(` ${"x".repeat(60)}… `);
  expect(nameOf(job, " ")).toContain("gen_1");
  expect(nameOf({ name: "other" }, "a girl")).toBe("other");
});

it("links a job to its generation, and a foreign job to the board", () => {
  expect(linkOf({ name: "poll", data })).toEqual({
    displayText: "Open generation",
    href: "/generations/gen_1",
  });
  expect(linkOf({ name: "x", data: { ...data, generationId: "a/b?c" } }).href).toBe(
    "/generations/a%2Fb%3Fc",
  );
  expect(linkOf({ name: "x" })).toEqual({ displayText: "", href: "/queues" });
  expect(linkOf(undefined)).toEqual({ displayText: "", href: "/queues" });
});

it("replaces BullMQ's initial progress by a note", () => {
  expect(progressOf(0)).toEqual({ note: "No progress yet: it is written at the end of a run." });
  expect(progressOf({ status: "running" })).toEqual({ status: "running" });
});
