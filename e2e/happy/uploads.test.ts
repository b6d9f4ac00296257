import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { waitFor } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { ServedSystem } from "../system.ts";
import { CLOSE, startServedSystem } from "../system.ts";

const PICTURE = path.resolve(import.meta.dirname, "../../examples/picture.png");
const IMAGE_TO_VIDEO = { model: "wan2.6-i2v", parameters: { resolution: "720P" } };

interface Uploaded {
  readonly id: string;
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly content_type: string;
}

const digestOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

async function upload(system: ServedSystem): Promise<Uploaded> {
  const response = await system.fetch("/v1/uploads", {
    method: "POST",
    body: await readFile(PICTURE),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as Uploaded;
}

describe("with a worker", () => {
  let system: ServedSystem;
  beforeAll(async () => {
    system = await startServedSystem();
    await system.startWorker();
  });
  afterAll(() => system[Symbol.asyncDispose]());

  it("sends a local file to the provider byte for byte, and archives the video", async () => {
    const bytes = await readFile(PICTURE);
    const sha256 = digestOf(bytes);
    const uploaded = await upload(system);
    expect(uploaded).toMatchObject({ bytes: bytes.byteLength, sha256, content_type: "image/png" });

    const film = { ...IMAGE_TO_VIDEO, input: { prompt: "it moves", img_url: uploaded.url } };
    const { id } = await system.create(film);
    expect(await system.until(id, "succeeded", "failed")).toMatchObject({ status: "succeeded" });
    expect(system.simulator.uploads()).toMatchObject([
      { bytes: bytes.byteLength, sha256, model: "wan2.6-i2v" },
    ]);
    const [task] = system.simulator.tasks();
    expect(task?.request.input["img_url"]).toBe(`oss://${system.simulator.uploads()[0]?.key}`);

    // The provider keeps an uploaded file per model.
    const again = await system.create(film);
    await system.until(again.id, "succeeded");
    expect(system.simulator.uploads()).toHaveLength(1);
    const other = await system.create({ ...film, model: "wan2.5-i2v-preview" });
    await system.until(other.id, "succeeded");
    expect(system.simulator.uploads().map(({ model }) => model)).toEqual([
      "wan2.6-i2v",
      "wan2.5-i2v-preview",
    ]);
    // The provider's URLs expire, so no record holds one.
    expect(JSON.stringify(await system.get(id))).not.toContain("oss://");
  });

  /** Submits a generation as DashScope's SDKs do; returns its id. */
  async function createTask(img_url: string): Promise<string> {
    const path = "/api/v1/services/aigc/video-generation/video-synthesis";
    const answer = await system.fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-dashscope-async": "enable" },
      body: JSON.stringify({ ...IMAGE_TO_VIDEO, input: { prompt: "it moves", img_url } }),
    });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { output: { task_id: string } }).output.task_id;
  }

  it("takes a local file as DashScope's SDKs send it", async () => {
    const content = picture(50_000);
    const asked = await system.fetch("/api/v1/uploads?action=getPolicy&model=wan2.6-i2v");
    const { data } = (await asked.json()) as { data: Record<string, string> };
    const key = `${data["upload_dir"]}/picture.png`;
    const form = new FormData();
    for (const [field, value] of [
      ["OSSAccessKeyId", data["oss_access_key_id"]],
      ["Signature", data["signature"]],
      ["policy", data["policy"]],
      ["key", key],
      ["success_action_status", "200"],
    ] as const)
      form.append(field, value ?? "");
    form.append("file", new Blob([content], { type: "image/png" }), "picture.png");
    const sent = await fetch(data["upload_host"] ?? "", {
      method: "POST",
      body: form,
      headers: CLOSE,
    });
    expect([sent.status, await sent.text()]).toEqual([200, ""]);

    const id = await createTask(`oss://${key}`);
    expect(await system.until(id, "succeeded", "failed")).toMatchObject({ status: "succeeded" });
    expect(system.simulator.uploads().map(({ sha256 }) => sha256)).toContain(digestOf(content));
  });

  it("takes a file of 10 MB in base64, and keeps none of it in Redis", async () => {
    const content = picture(10 * 1024 * 1024);
    const id = await createTask(`data:image/png;base64,${content.toString("base64")}`);
    expect(await system.until(id, "succeeded", "failed")).toMatchObject({ status: "succeeded" });
    expect(system.simulator.uploads().map(({ sha256 }) => sha256)).toContain(digestOf(content));
    const redis = new Redis(system.env["REDIS_URL"] ?? "");
    for (const key of await redis.keys(`${system.env["DASHQUEUE_PREFIX"]}*`))
      expect((await redis.memory("USAGE", key, "SAMPLES", 0)) ?? 0, key).toBeLessThan(100_000);
    redis.disconnect();
  });
});

/** A picture of this size with bytes of its own: what follows its end does not matter. */
function picture(bytes: number): Buffer<ArrayBuffer> {
  return Buffer.concat([readFileSync(PICTURE), randomBytes(bytes)]).subarray(0, bytes);
}

it("queues a generation and reports why while the provider refuses its files", async () => {
  await using system = await startServedSystem();
  const uploaded = await upload(system);
  system.simulator.account("account-1", "revoked");
  const { id } = await system.create({
    ...IMAGE_TO_VIDEO,
    input: { prompt: "it moves", img_url: uploaded.url },
  });
  await system.startWorker();
  await waitFor(async () => (await system.get(id)).error?.kind === "authentication", {
    timeoutMs: 60_000,
  });
  expect(await system.get(id)).toMatchObject({ status: "queued", attempts: 0 });
  system.simulator.account("account-1", "good");
  expect(await system.until(id, "succeeded")).toMatchObject({ attempts: 1 });
});

it("rejects a file of an unknown type, a file that is too large and an unknown upload", async () => {
  await using system = await startServedSystem({ env: { UPLOAD_LIMIT_BYTES: "1000" } });
  const send = (body: Uint8Array | string) => system.fetch("/v1/uploads", { method: "POST", body });
  expect((await send("this is text, not a picture")).status).toBe(415);
  expect((await send(new Uint8Array(2_000))).status).toBe(413);
  const input = { prompt: "it moves", img_url: "upload://upl_01KAQ3XW8J5T6V9E2YB7N4M1RC" };
  const refused = await system.fetch("/v1/generations", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...IMAGE_TO_VIDEO, input }),
  });
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ errors: [{ path: "input.img_url" }] });
});
