import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { RESULT_IMAGE, RESULT_VIDEO, times } from "../../models/example.ts";
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

const filesOf = (output: object) =>
  succeeded(output).files.map(({ name, contentType }) => `${name} ${contentType}`);
const choice = (...content: readonly unknown[]) => ({ message: { role: "assistant", content } });
const ended = (extension: string) => ({ url: `https://x.example/a${extension}?Expires=x` });

describe("the files of a result", () => {
  it.each<readonly [string, object, readonly string[]]>([
    ["a video", { video_url: RESULT_VIDEO }, ["video.mp4 video/mp4"]],
    [
      "a video with and without its watermark",
      { video_url: RESULT_VIDEO, watermark_video_url: RESULT_VIDEO },
      ["video.mp4 video/mp4", "video-watermark.mp4 video/mp4"],
    ],
    ["an object", { results: { video_url: RESULT_VIDEO } }, ["video.mp4 video/mp4"]],
    ["an object without a link", { results: { video_url: "later" } }, []],
    ["one image", { results: [{ url: RESULT_IMAGE }] }, ["image.png image/png"]],
    [
      "four images",
      { results: times(4, { url: RESULT_IMAGE }) },
      [1, 2, 3, 4].map((number) => `image-${number}.png image/png`),
    ],
    [
      "other file types",
      { results: [ended(".jpeg"), ended(".webp"), ended(".MOV"), ended(".exe"), ended("")] },
      [
        "image-1.jpeg image/jpeg",
        "image-2.webp image/webp",
        "video-3.mov video/quicktime",
        "image-4.png image/png",
        "image-5.png image/png",
      ],
    ],
    [
      "choices with texts between the images",
      {
        finished: true,
        choices: [
          choice({ type: "text", text: "once" }, { type: "image", image: RESULT_IMAGE }),
          choice({ image: RESULT_IMAGE }),
        ],
      },
      ["image-1.png image/png", "image-2.png image/png"],
    ],
    [
      "malformed choices",
      { choices: [null, 7, choice(null, { image: 7 }), { message: null }] },
      [],
    ],
    [
      "links that are neither http nor https",
      { video_url: "file:///etc/passwd", results: [{ url: "javascript:1" }] },
      [],
    ],
    ["a video under another name", { output_video_url: RESULT_VIDEO }, ["video.mp4 video/mp4"]],
    [
      "a 3D model with its preview",
      {
        results: {
          pbr_model_url: "https://x.example/a.glb?Signature=x",
          rendered_image_url: "https://x.example/b.webp",
        },
      },
      ["model.glb model/gltf-binary", "preview.webp image/webp"],
    ],
    [
      "a bare 3D model, in links without extensions",
      {
        results: {
          base_model_url: "https://x.example/a",
          rendered_image_url: "https://x.example/b",
        },
      },
      ["model-base.glb model/gltf-binary", "preview.webp image/webp"],
    ],
    [
      "one transcript",
      { result: { transcription_url: "https://x.example/a.json?Expires=1" } },
      ["transcript.json application/json"],
    ],
    [
      "the transcripts of several files",
      {
        results: [
          { file_url: "https://x.example/1.mp3", transcription_url: "https://x.example/a.json" },
          { file_url: "https://x.example/2.mp3", code: "InvalidFile.DownloadFailed" },
          { file_url: "https://x.example/3.mp3", transcription_url: "https://x.example/b" },
        ],
      },
      ["transcript-1.json application/json", "transcript-2.json application/json"],
    ],
    [
      "embeddings",
      { url: "https://x.example/a.txt.gz?Expires=1" },
      ["file.txt.gz application/gzip"],
    ],
    ["nothing", {}, []],
  ])("of %s", (_, output, files) => {
    expect(filesOf(output)).toEqual(files);
  });

  it("must contain what the link says, or else the place", () => {
    const kindsOf = (output: object) => succeeded(output).files.map(({ kind }) => kind);
    expect(kindsOf({ video_url: RESULT_VIDEO })).toEqual(["video"]);
    expect(kindsOf({ video_url: "https://x.example/a" })).toEqual(["video"]);
    expect(kindsOf({ video_url: "https://x.example/a.gif" })).toEqual(["image"]);
    expect(kindsOf({ choices: [choice({ image: "https://x.example/a" })] })).toEqual(["image"]);
    expect(kindsOf({ results: [{ url: "https://x.example/a" }] })).toEqual([null]);
  });
});

describe("the links of an output that nobody described", () => {
  const othersOf = (output: object) =>
    (succeeded(output).otherFiles ?? []).map(({ name, contentType }) => `${name} ${contentType}`);

  it.each<readonly [string, object, readonly string[]]>([
    ["one link", { final_video_url: RESULT_VIDEO }, ["video.mp4 video/mp4"]],
    [
      "links at any depth",
      {
        meshes: { high: "https://x.example/a.glb?Signature=x", poster: RESULT_IMAGE },
        more: [[{ deep: "http://x.example/sound.WAV" }]],
      },
      ["model-1.glb model/gltf-binary", "image-2.png image/png", "audio-3.wav audio/wav"],
    ],
    [
      "a documented file and another one",
      { video_url: RESULT_VIDEO, cover_url: RESULT_IMAGE },
      ["image-2.png image/png"],
    ],
    ["a repeated link", { a: RESULT_VIDEO, b: RESULT_VIDEO }, ["video.mp4 video/mp4"]],
    [
      "files that nobody should run",
      { a: "https://x.example/a.html", b: "https://x.example/a.svg", c: "https://x.example/" },
      [1, 2, 3].map((number) => `file-${number}.bin application/octet-stream`),
    ],
    ["texts with a link inside", { message: `see ${RESULT_VIDEO}`, code: "javascript:1" }, []],
  ])("are found: %s", (_, output, files) => {
    expect(othersOf(output)).toEqual(files);
  });

  it("are not those of the files to transcribe", () => {
    const results = [{ file_url: "https://x.example/1.mp3", text: "hello" }];
    expect(othersOf({ results, url: "https://x.example/a.txt.gz" })).toEqual([]);
  });

  it("do not make a batch a failed one", () => {
    const results = [{ code: "DataInspectionFailed" }, { model_url: "https://x.example/a.glb" }];
    expect(taskOf({ results })).toMatchObject({
      status: "SUCCEEDED",
      otherFiles: [{ name: "model.glb" }],
    });
  });

  it("are found in an output of any depth", () => {
    const nested = `${'{"a":'.repeat(5_000)}"${RESULT_VIDEO}"${"}".repeat(5_000)}`;
    const body = `{"output":{"task_status":"SUCCEEDED","deep":${nested}}}`;
    expect(readTaskAnswer({ status: 200, headers: {}, body }, "task-1", 0)).toMatchObject({
      task: { otherFiles: [{ name: "video.mp4" }] },
    });
  });
});

describe("any output of a task", { timeout: 60_000 }, () => {
  const keys = [
    "video_url",
    "watermark_video_url",
    "output_video_url",
    "transcription_url",
    "pbr_model_url",
    "base_model_url",
    "rendered_image_url",
    "result",
    "results",
    "choices",
    "message",
    "content",
    "image",
    "url",
    "code",
  ];
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom<unknown>(RESULT_IMAGE, RESULT_VIDEO, "", null, 7, "http://[", "https://x"),
      fc.dictionary(fc.constantFrom(...keys), tie("tree")),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.jsonValue(),
    ),
  }));

  it("is read without an exception, as files with plain and unique names", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), tree), (output) => {
        const task = taskOf(output);
        const files =
          task.status === "SUCCEEDED" ? [...task.files, ...(task.otherFiles ?? [])] : [];
        const names = files.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names)
          expect(name).toMatch(
            /^(video|image|model|preview|transcript|file)(-watermark|-base|-\d+)?\.[a-z0-9.]+$/,
          );
      }),
      { numRuns: 1_000 },
    );
  });
});
