import type { ResultShape } from "@dashqueue/dashscope";
import type { ArchivedFile, Generation } from "@dashqueue/queue/internal";
import { PLAIN_CONTEXT } from "@dashqueue/queue/internal";
import { describe, expect, it } from "vitest";

import { taskBody } from "./task-body.ts";
import { taskStatusOf } from "./task-status.ts";

const CREATED = Date.UTC(2026, 10, 22, 10);
const MINUTE_MS = 60_000;

const base = {
  id: "gen_1",
  revision: 3,
  createdAt: CREATED,
  updatedAt: CREATED,
  request: { model: "wan2.1-vace-plus", input: { prompt: "a girl" } },
  ...PLAIN_CONTEXT,
  priority: 0,
  metadata: {},
  webhookUrl: null,
  tenant: "default",
  regenerates: null,
  attempts: 1,
  estimate: null,
  failedTasks: [],
  cancel: null,
};
const attempt = {
  begunAt: CREATED + MINUTE_MS,
  account: "default",
  lane: "wan2.1-vace-plus",
  baseUrl: "http://127.0.0.1/api/v1",
};
const task = { id: "task-1", requestId: null, status: "RUNNING", submittedAt: CREATED, polls: 1 };
const failure = {
  kind: "content_rejected",
  code: "DataInspectionFailed",
  message: "no",
  requestId: null,
  charged: false,
} as const;
const result = {
  usage: { video_duration: 5 },
  cost: null,
  origPrompt: "a girl",
  actualPrompt: "a girl, in detail",
  failedEntries: [],
  expiresAt: 0,
};
const finishedAt = CREATED + 3 * MINUTE_MS;
const file = (name: string, contentType = "video/mp4") => ({
  name,
  bytes: 1,
  sha256: "",
  contentType,
});
const linkOf = ({ name }: ArchivedFile) => `http://queue/${name}`;

function succeeded(
  model: string,
  files: readonly ArchivedFile[],
  changes: object = {},
  missing: Extract<Generation, { status: "succeeded" }>["missing"] = [],
): Generation {
  const request = { ...base.request, model };
  const ended = { ...base, request, attempt, task, finishedAt, files: [...files], missing };
  return { ...ended, status: "succeeded", result: { ...result, ...changes } };
}

const TIMES = { submit_time: "2026-11-22 18:00:00.000", scheduled_time: "2026-11-22 18:01:00.000" };

describe("taskBody", () => {
  it.each<[Generation, string, object]>([
    [{ ...base, status: "queued", delayed: null, keptSlot: null }, "PENDING", {}],
    [{ ...base, status: "submitting", attempt }, "PENDING", {}],
    [
      {
        ...base,
        status: "uncertain",
        attempt,
        failure,
        absentSince: null,
        possibleTasks: [],
        claim: null,
      },
      "PENDING",
      {},
    ],
    [{ ...base, status: "running", attempt, task: { ...task, status: "PENDING" } }, "PENDING", {}],
    [{ ...base, status: "running", attempt, task }, "RUNNING", {}],
    [{ ...base, status: "running", attempt, task: { ...task, status: "UNKNOWN" } }, "RUNNING", {}],
    [
      {
        ...base,
        status: "archiving",
        attempt,
        task,
        result,
        files: [],
        missing: [],
        alarmedAtHours: null,
      },
      "RUNNING",
      {},
    ],
    [
      { ...base, status: "failed", attempt, task, result: null, failure, finishedAt },
      "FAILED",
      { code: "DataInspectionFailed", message: "no", end_time: "2026-11-22 18:03:00.000" },
    ],
    [
      {
        ...base,
        status: "failed",
        attempt,
        task,
        result,
        failure: { ...failure, kind: "expired", code: "" },
        finishedAt,
      },
      "FAILED",
      { code: "InternalError.FileUpload" },
    ],
    [{ ...base, status: "canceled", attempt: null, task: null, finishedAt }, "CANCELED", {}],
  ])("shows %o as %s", (generation, status, more) => {
    const body = taskBody(generation, linkOf);
    expect(taskStatusOf(generation)).toBe(status);
    expect(body).toMatchObject({ output: { task_id: "gen_1", task_status: status, ...more } });
    expect(body).not.toHaveProperty("usage");
  });

  it("shows the link, prompts and usage of a video", () => {
    expect(taskBody(succeeded("wan2.1-vace-plus", [file("video.mp4")]), linkOf)).toEqual({
      output: {
        task_id: "gen_1",
        task_status: "SUCCEEDED",
        ...TIMES,
        end_time: "2026-11-22 18:03:00.000",
        video_url: "http://queue/video.mp4",
        orig_prompt: "a girl",
        actual_prompt: "a girl, in detail",
      },
      usage: { video_duration: 5 },
    });
  });

  it("links a video and its watermarked copy", () => {
    const both = [file("video.mp4"), file("video-watermark.mp4")];
    expect(taskBody(succeeded("kling/kling-v3-video-generation", both), linkOf)).toMatchObject({
      output: {
        video_url: "http://queue/video.mp4",
        watermark_video_url: "http://queue/video-watermark.mp4",
      },
    });
  });

  it("nests the video of an animation model in results", () => {
    expect(taskBody(succeeded("wan2.2-animate-mix", [file("video.mp4")]), linkOf)).toMatchObject({
      output: { results: { video_url: "http://queue/video.mp4" } },
    });
  });

  it("lists failed images at their original positions", () => {
    const files = ["image-1.png", "image-2.png"].map((name) => file(name, "image/png"));
    const failedEntries = [{ index: 1, code: "DataInspectionFailed", message: "no" }];
    expect(taskBody(succeeded("wan2.2-t2i-plus", files, { failedEntries }), linkOf)).toMatchObject({
      output: {
        results: [
          { url: "http://queue/image-1.png", orig_prompt: "a girl" },
          { code: "DataInspectionFailed", message: "no" },
          { url: "http://queue/image-2.png" },
        ],
        task_metrics: { TOTAL: 3, SUCCEEDED: 2, FAILED: 1 },
      },
    });
  });

  it("lists lost images at their original positions", () => {
    const files = ["image-1.png", "image-3.png"].map((name) => file(name, "image/png"));
    const expired = { ...failure, kind: "expired", code: "404", message: "404", charged: true };
    const missing = [{ index: 1, name: "image-2.png", failure: { ...expired } as typeof failure }];
    expect(taskBody(succeeded("wan2.2-t2i-plus", files, {}, missing), linkOf)).toMatchObject({
      output: {
        results: [
          { url: "http://queue/image-1.png" },
          { code: "InternalError.FileUpload", message: "404" },
          { url: "http://queue/image-3.png" },
        ],
        task_metrics: { TOTAL: 3, SUCCEEDED: 2, FAILED: 1 },
      },
    });
  });

  it("shows the video of a model outside the catalog, and not its cover", () => {
    const files = [file("video-1.mp4"), file("image-2.png", "image/png")];
    expect(taskBody(succeeded("tomorrow", files), linkOf)["output"]).toMatchObject({
      video_url: "http://queue/video-1.mp4",
    });
  });

  it("lists the images of a message model as choices", () => {
    const image = file("image.png", "image/png");
    expect(taskBody(succeeded("wan2.6-t2i", [image]), linkOf)).toMatchObject({
      output: {
        finished: true,
        choices: [{ message: { content: [{ type: "image", image: "http://queue/image.png" }] } }],
      },
    });
  });

  it("names each transcribed file, and each that was not", () => {
    const file_urls = ["https://x.example/1.mp3", "https://x.example/2.mp3"];
    const failedEntries = [{ index: 0, code: "InvalidFile.DownloadFailed", message: "no" }];
    const generation = {
      ...succeeded("tomorrow-asr", [file("transcript.json", "application/json")], {
        failedEntries,
      }),
      request: { model: "tomorrow-asr", input: { file_urls } },
    };
    expect(taskBody(generation, linkOf)).toMatchObject({
      output: {
        results: [
          {
            file_url: file_urls[0],
            code: "InvalidFile.DownloadFailed",
            message: "no",
            subtask_status: "FAILED",
          },
          {
            file_url: file_urls[1],
            transcription_url: "http://queue/transcript.json",
            subtask_status: "SUCCEEDED",
          },
        ],
        task_metrics: { TOTAL: 2, SUCCEEDED: 1, FAILED: 1 },
      },
    });
  });

  it.each<[ResultShape, readonly ArchivedFile[], object]>([
    ["output_video_url", [file("video.mp4")], { output_video_url: "http://queue/video.mp4" }],
    [
      "result.transcription_url",
      [file("transcript.json", "application/json")],
      { result: { transcription_url: "http://queue/transcript.json" } },
    ],
    ["url", [file("file.txt.gz", "application/gzip")], { url: "http://queue/file.txt.gz" }],
    [
      "results.model_urls",
      [file("model.glb", "model/gltf-binary"), file("preview.webp", "image/webp")],
      {
        results: {
          pbr_model_url: "http://queue/model.glb",
          rendered_image_url: "http://queue/preview.webp",
        },
      },
    ],
    [
      "results.model_urls",
      [file("model-base.glb", "model/gltf-binary")],
      { results: { base_model_url: "http://queue/model-base.glb" } },
    ],
  ])("shows results in %s", (shape, files, output) => {
    expect(taskBody(succeeded("tomorrow", files), linkOf, shape)).toMatchObject({ output });
  });

  it.each([
    ["video/mp4", "video_url"],
    ["image/png", "results"],
  ])("shows %s of a model outside the catalog as %s", (contentType, name) => {
    const { output } = taskBody(succeeded("tomorrow", [file("file", contentType)]), linkOf);
    expect(output).toHaveProperty(name);
  });
});
