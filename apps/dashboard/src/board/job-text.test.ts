import { expect, it } from "vitest";

import { SAMPLES } from "../../test/fixtures/generations.ts";
import { TRANSLATIONS } from "../texts/translate.ts";
import { failedText, linkTo, nameOf, noteOf, progressOf } from "./job-text.ts";

const { en, zh } = TRANSLATIONS;
const data = { generationId: "gen_1", model: "wan2.1-vace-plus" };
const promptOf = (prompt: unknown) => ({
  ...SAMPLES.queued,
  request: { model: data.model, input: { prompt } },
});

it.each([
  [SAMPLES.queued, "wan2.1-vace-plus · a girl <in> a forest · queued"],
  [SAMPLES.running, "wan2.1-vace-plus · a girl <in> a forest · running · task 0385dc79 RUNNING"],
  [promptOf(" a girl\nin a forest"), "wan2.1-vace-plus · a girl in a forest · queued"],
  [promptOf("x".repeat(100)), `wan2.1-vace-plus · ${"x".repeat(60)}… · queued`],
  [promptOf(" "), "wan2.1-vace-plus · gen_1 · queued"],
  [promptOf(7), "wan2.1-vace-plus · gen_1 · queued"],
  [null, "wan2.1-vace-plus · gen_1"],
])("names a job by its generation: %#", (generation, name) => {
  expect(nameOf({ name: "poll", data }, generation, en)).toBe(name);
});

it.each([
  [{ name: "other", data: { x: 1 } }, "other"],
  [{ name: "other", data: "x", progress: { status: 3 } }, "other"],
  [{}, ""],
  [null, ""],
])("names the job %j: %s", (job, name) => {
  expect(nameOf(job, SAMPLES.queued, en)).toBe(name);
});

it("names the status of a generation in the language of the reader, too", () => {
  expect(nameOf({ name: "poll", data }, SAMPLES.queued, zh)).toMatch(/ · 排队中 queued$/);
});

it("links a job to its generation", () => {
  expect(linkTo("gen_1", en)).toEqual({
    displayText: "Open generation",
    href: "/generations/gen_1",
  });
  expect(linkTo("a/b?c", zh).href).toBe("/generations/a%2Fb%3Fc");
});

it("shows where the generation of a job is as its progress", () => {
  const ofTask = { attempts: 1, task_id: SAMPLES.running.task.id, task_status: "RUNNING" };
  expect(progressOf({ data, progress: 0 }, SAMPLES.running, en)).toEqual({
    status: "running",
    ...ofTask,
  });
  expect(progressOf({ data, progress: { status: "queued" } }, SAMPLES.queued, en)).toEqual({
    status: "queued",
    attempts: 1,
    task_id: null,
    task_status: null,
  });
});

it("shows which other generation a ticket has served", () => {
  const progress = { generation_id: "gen_2", status: "running" };
  expect(progressOf({ data, progress }, SAMPLES.queued, en)).toEqual(progress);
});

it("says that the record of a job is gone", () => {
  const note = { note: "The record of its generation is gone, or cannot be read." };
  expect(progressOf({ data, progress: 0 }, null, en)).toEqual(note);
  expect(noteOf({ status: "running" }, en)).toEqual({ status: "running" });
});

it.each([
  ["network: the receiver answered 502", "网络错误 network：接收端返回 502"],
  ["invalid_request (InvalidParameter): bad size", "(InvalidParameter)：bad size"],
  ["the record was lost", "记录已丢失或已删除"],
  ["Missing lock for job 7", "Missing lock for job 7"],
])("says why a job failed in the language of the reader: %s", (reason, chinese) => {
  expect(failedText(reason, en)).toBe(reason);
  expect(failedText(reason, zh)).toContain(chinese);
});
