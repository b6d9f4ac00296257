import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { createAlibaba } from "@ai-sdk/alibaba";
import { waitFor } from "@dashqueue/testing";
import { experimental_generateVideo as generateVideo } from "ai";
import { afterAll, beforeAll, expect, it } from "vitest";

import type { ServedSystem } from "../system.ts";
import { EXAMPLE, startServedSystem } from "../system.ts";

const TOKEN = "sk-of-this-producer";
const WITH_TOKEN = { env: { PRODUCER_TOKENS: TOKEN } };
const VIDEO = path.resolve(import.meta.dirname, "../../packages/simulator/assets/video.mp4");
const PICTURE = path.resolve(import.meta.dirname, "../../examples/picture.png");

// The SDK refuses to download from private addresses, so a test on the loopback downloads itself.
async function download({ url }: { url: URL }) {
  const response = await fetch(url);
  const mediaType = response.headers.get("content-type") ?? undefined;
  return { data: new Uint8Array(await response.arrayBuffer()), mediaType };
}

// One system for all clients.
let system: ServedSystem;
beforeAll(async () => {
  system = await startServedSystem(WITH_TOKEN);
  await system.startWorker();
});
afterAll(() => system[Symbol.asyncDispose]());

/** What the provider charged for a prompt. */
const chargesFor = (prompt: string) =>
  system.simulator.ledger().entries.filter((entry) => entry.prompt === prompt);

/**
 * Generates a video by the AI SDK. Only the base URL and the key of its Alibaba provider are set.
 */
function generate(options: Partial<Parameters<typeof generateVideo>[0]>) {
  const alibaba = createAlibaba({ videoBaseURL: system.producer.url, apiKey: TOKEN });
  return generateVideo({
    model: alibaba.video("wan2.6-t2v"),
    prompt: "a girl in a forest",
    poll: { intervalMs: 200, timeoutMs: 60_000 },
    download,
    ...options,
  });
}

it("serves the AI SDK, unmodified", async () => {
  const { video } = await generate({ duration: 5, resolution: "1280x720" });
  expect(Buffer.from(video.uint8Array).equals(await readFile(VIDEO))).toBe(true);
  expect(video.mediaType).toBe("video/mp4");
  expect(chargesFor("a girl in a forest")).toMatchObject([
    { model: "wan2.6-t2v", charged: "3.00" },
  ]);

  await expect(generate({ prompt: "[sim:fail DataInspectionFailed]" })).rejects.toThrow(
    "Input data may contain inappropriate content.",
  );
  await expect(generate({ resolution: "64x64", maxRetries: 0 })).rejects.toThrow(
    /parameters\.size/,
  );
});

it("serves the AI SDK's videos from images, files and references", async () => {
  const alibaba = createAlibaba({ videoBaseURL: system.producer.url, apiKey: TOKEN });
  const image = "https://media.example/girl.png";
  const fromImage = await generate({
    model: alibaba.video("wan2.6-i2v"),
    prompt: { image, text: "she waves" },
  });
  expect(fromImage.video.mediaType).toBe("video/mp4");
  // The SDK sends a file as base64 without `data:`, and a switch for sound that the model lacks.
  const fromFile = await generate({
    model: alibaba.video("wan2.6-i2v"),
    prompt: { image: new Uint8Array(await readFile(PICTURE)), text: "she nods" },
    generateAudio: true,
  });
  expect(fromFile.video.mediaType).toBe("video/mp4");
  const fromReferences = await generate({
    model: alibaba.video("wan2.6-r2v"),
    prompt: "character1 waves",
    providerOptions: { alibaba: { referenceUrls: [image] } },
  });
  expect(fromReferences.video.mediaType).toBe("video/mp4");
  const tasks = system.simulator.tasks().filter(({ model }) => /-[ir]2v$/.test(model));
  expect(tasks.map(({ request }) => [request.model, request.input])).toEqual([
    ["wan2.6-i2v", expect.objectContaining({ img_url: image, prompt: "she waves" })],
    ["wan2.6-i2v", expect.objectContaining({ prompt: "she nods" })],
    [
      "wan2.6-r2v",
      expect.objectContaining({ reference_urls: [image], prompt: "character1 waves" }),
    ],
  ]);
});

it("returns the same task when the AI SDK retries a create request whose answer was lost", async () => {
  let creates = 0;
  const losingFirst: typeof fetch = async (url, init) => {
    const response = await fetch(url, init);
    if (init?.method !== "POST") return response;
    creates += 1;
    if (creates === 1) throw new TypeError("fetch failed", { cause: new Error("socket hang up") });
    return response;
  };
  const alibaba = createAlibaba({
    videoBaseURL: system.producer.url,
    apiKey: TOKEN,
    fetch: losingFirst,
  });
  const { video } = await generate({
    model: alibaba.video("wan2.6-t2v"),
    prompt: "a girl in the rain",
  });
  expect(video.mediaType).toBe("video/mp4");
  expect(creates).toBe(2);
  expect(chargesFor("a girl in the rain")).toHaveLength(1);
});

const run = promisify(execFile);
const curl = async (...args: readonly string[]) =>
  JSON.parse((await run("curl", ["-sS", ...args])).stdout) as Answer;

interface Answer {
  readonly output?: {
    readonly task_id: string;
    readonly task_status: string;
    readonly video_url?: string;
    readonly choices?: readonly [
      { readonly message: { readonly content: readonly [{ readonly image: string }] } },
    ];
  };
  readonly code?: string;
}

it("serves the curl commands of DashScope's documentation", async () => {
  const base = `${system.producer.url}/api/v1`;
  const authorization = ["-H", `Authorization: Bearer ${TOKEN}`];
  const created = await curl(
    "--location",
    `${base}/services/aigc/video-generation/video-synthesis`,
    "--header",
    "X-DashScope-Async: enable",
    "--header",
    `Authorization: Bearer ${TOKEN}`,
    "--header",
    "Content-Type: application/json",
    "--data",
    JSON.stringify(EXAMPLE),
  );
  const id = created.output?.task_id ?? "";
  expect(created.output?.task_status).toBe("PENDING");
  const ended = await waitFor(
    async () => {
      const { output } = await curl("-X", "GET", ...authorization, `${base}/tasks/${id}`);
      return output?.task_status === "SUCCEEDED" && output;
    },
    { timeoutMs: 60_000 },
  );
  const file = path.join(system.archive, "by-curl.mp4");
  await run("curl", ["-sS", "-o", file, ended.video_url ?? ""]);
  const digest = async (name: string) =>
    createHash("sha256")
      .update(await readFile(name))
      .digest("hex");
  expect(await digest(file)).toBe(await digest(VIDEO));
  expect(await curl("-X", "POST", ...authorization, `${base}/tasks/${id}/cancel`)).toMatchObject({
    code: "UnsupportedOperation",
  });

  // Without the asynchronous header, the answer contains the image.
  const { output } = await curl(
    "--location",
    `${base}/services/aigc/multimodal-generation/generation`,
    "--header",
    "Content-Type: application/json",
    ...authorization,
    "--data",
    JSON.stringify({
      model: "wan2.6-t2i",
      input: { messages: [{ role: "user", content: [{ text: "a girl by the sea" }] }] },
      parameters: { n: 1, size: "1280*1280" },
    }),
  );
  const image = await fetch(output?.choices?.[0].message.content[0].image ?? "");
  expect(image.headers.get("content-type")).toBe("image/png");
  expect((await image.arrayBuffer()).byteLength).toBeGreaterThan(0);
});

/** The script that most teams write: create a task, then poll it until it has ended. */
async function createAndPoll(base: string, body: object): Promise<Answer["output"]> {
  const headers = { Authorization: `Bearer ${TOKEN}`, "Content-Type": "application/json" };
  const created = await fetch(`${base}/services/aigc/video-generation/video-synthesis`, {
    method: "POST",
    headers: { ...headers, "X-DashScope-Async": "enable" },
    body: JSON.stringify(body),
  });
  const { output } = (await created.json()) as Answer;
  for (;;) {
    const polled = await fetch(`${base}/tasks/${output?.task_id}`, { headers });
    const { output: task } = (await polled.json()) as Answer;
    // Some scripts wait for CANCELLED. DashScope spells it CANCELED.
    if (["SUCCEEDED", "FAILED", "CANCELED", "CANCELLED"].includes(task?.task_status ?? ""))
      return task;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

it("serves many concurrent create-and-poll scripts within the limits", async () => {
  const limitsOf = (submitsPerSecond: number) => ({ "*": { submitsPerSecond, maxInFlight: 2 } });
  await using system = await startServedSystem({
    simulator: { limits: limitsOf(1_000), concurrencyMode: "reject" },
    env: { ...WITH_TOKEN.env, DASHSCOPE_LIMITS: JSON.stringify(limitsOf(100)) },
  });
  await system.startWorker();
  const input = { ...EXAMPLE.input, extend_prompt: true };
  const tasks = await Promise.all(
    Array.from({ length: 8 }, () =>
      createAndPoll(`${system.producer.url}/api/v1`, { ...EXAMPLE, input }),
    ),
  );
  for (const task of tasks) {
    expect(task?.task_status).toBe("SUCCEEDED");
    expect((await fetch(task?.video_url ?? "")).status).toBe(200);
  }
  expect(system.simulator.tasks()).toHaveLength(8);
  expect(system.simulator.stats()).toMatchObject({
    throttled: { concurrency: 0 },
    lanes: [{ peakInFlight: 2 }],
  });
});
