import { createClock } from "@dashqueue/testing";
import { expect, test } from "vitest";

import { startSimulator } from "../src/index.ts";
import { create, get, send, VIDEO_BYTES } from "./client.ts";

const START = Date.UTC(2026, 0, 2, 3, 4, 5);

async function withResult() {
  const clock = createClock(START);
  const simulator = await startSimulator({ now: clock.now });
  const { body } = await create(simulator);
  clock.advance(60_000);
  const id = body.output?.["task_id"] ?? "";
  const url = (await get(simulator, id)).body.output?.["video_url"] ?? "";
  return { simulator, clock, id, url };
}

test("a video has a length, a type and an ETag", async () => {
  const { simulator, url } = await withResult();
  await using _ = simulator;
  const { status, headers } = await fetch(url, { method: "HEAD" });
  expect(status).toBe(200);
  expect(headers.get("content-length")).toBe(String(VIDEO_BYTES.length));
  expect(headers.get("content-type")).toBe("video/mp4");
  expect(headers.get("etag")).toMatch(/^"[0-9A-F]{32}"$/);
  expect(VIDEO_BYTES.subarray(4, 8).toString()).toBe("ftyp");
});

test("a range of a video can be downloaded", async () => {
  const { simulator, url } = await withResult();
  await using _ = simulator;
  const etag = (await fetch(url, { method: "HEAD" })).headers.get("etag") ?? "";
  const rest = await fetch(url, { headers: { range: "bytes=1000-", "if-range": etag } });
  expect(rest.status).toBe(206);
  expect(rest.headers.get("content-range")).toBe(
    `bytes 1000-${VIDEO_BYTES.length - 1}/${VIDEO_BYTES.length}`,
  );
  expect(Buffer.from(await rest.arrayBuffer()).equals(VIDEO_BYTES.subarray(1000))).toBe(true);
  expect((await fetch(url, { headers: { range: "bytes=999999-" } })).status).toBe(416);
});

test("an invalid signature is refused with XML", async () => {
  const { simulator, url } = await withResult();
  await using _ = simulator;
  const wrong = new URL(url);
  wrong.searchParams.set("Signature", "AAAA");
  const answer = await send(wrong.href);
  expect(answer.status).toBe(403);
  expect(answer.headers.get("content-type")).toContain("application/xml");
  expect(answer.text).toContain("<Code>SignatureDoesNotMatch</Code>");
  const { pathname, origin } = new URL(url);
  expect((await send(origin + pathname)).text).toContain("<Code>AccessDenied</Code>");
});

test("a link expires after a day", async () => {
  const { simulator, clock, url } = await withResult();
  await using _ = simulator;
  clock.advance(24 * 3_600_000 + 1000);
  const answer = await send(url);
  expect(answer.status).toBe(403);
  expect(answer.text).toContain("<Message>Request has expired.</Message>");
});

test("the result of an unknown task is not found", async () => {
  const { simulator, url } = await withResult();
  await using _ = simulator;
  simulator.reset();
  expect(await send(url)).toMatchObject({
    status: 404,
    text: expect.stringContaining("NoSuchKey") as unknown,
  });
});

test("the request log contains no signatures or keys", async () => {
  const { simulator, url, id } = await withResult();
  await using _ = simulator;
  await send(url);
  expect(simulator.requests().at(-1)).toMatchObject({
    operation: "download",
    status: 200,
    taskId: id,
  });
  expect(JSON.stringify(simulator.requests())).not.toMatch(/Signature|sk-simulator/);
});

type Policy = Record<
  "policy" | "signature" | "upload_dir" | "upload_host" | "oss_access_key_id",
  string
>;

function formOf(policy: Policy): FormData {
  const form = new FormData();
  form.set("OSSAccessKeyId", policy.oss_access_key_id);
  form.set("Signature", policy.signature);
  form.set("policy", policy.policy);
  form.set("key", `${policy.upload_dir}/a.png`);
  form.set("success_action_status", "200");
  form.set("file", new Blob(["bytes"]), "a.png");
  return form;
}

test("a file is uploaded with a policy until it expires", async () => {
  const clock = createClock(START);
  await using simulator = await startSimulator({ now: clock.now });
  const answer = await send(`${simulator.baseUrl}/uploads?action=getPolicy&model=wan2.1-vace-plus`);
  const policy = answer.body.data as Policy;
  const upload = async (change: (form: FormData) => void = () => {}) => {
    const form = formOf(policy);
    change(form);
    return fetch(policy.upload_host, { method: "POST", body: form });
  };
  expect((await upload()).status).toBe(200);
  expect((await upload((form) => form.set("Signature", "1"))).status).toBe(403);
  expect((await upload((form) => form.set("policy", "x"))).status).toBe(403);
  expect(
    (await upload((form) => form.set("policy", Buffer.from("{}").toString("base64")))).status,
  ).toBe(403);
  expect((await upload((form) => form.delete("policy"))).status).toBe(403);
  expect((await upload((form) => form.delete("file"))).status).toBe(400);
  expect((await fetch(policy.upload_host, { method: "POST", body: "text" })).status).toBe(400);
  expect((await fetch(policy.upload_host, { method: "POST" })).status).toBe(400);
  clock.advance(300_000);
  expect(await (await upload()).text()).toContain("Policy expired.");
  expect((await send(`${simulator.baseUrl}/uploads`, { apiKey: "sk-other" })).status).toBe(401);
});

const MODEL_3D = "aigc/video-generation/3d-generation";
const IMAGES = "aigc/image-generation/generation";
const EMBEDDING = "embeddings/text-embedding/text-embedding";
const file = "https://example.com/a";
const messages = [{ role: "user", content: [{ text: "a chair" }] }];

test.each([
  ["fun-asr", "audio/asr/transcription", { file_urls: [file] }, "application/json", 24],
  ["text-embedding-async-v2", EMBEDDING, { url: file }, "application/gzip", 24],
  ["Tripo/Tripo-P1.0", MODEL_3D, { prompt: "a chair" }, "model/gltf-binary", 2],
  ["kling/kling-v3-image-generation", IMAGES, { messages }, "image/png", 30 * 24],
])("the links of %s have a type and a life", async (model, path, input, type, lifeHours) => {
  const clock = createClock(START);
  await using simulator = await startSimulator({ now: clock.now });
  const created = await create(simulator, { model, input }, { path: `/services/${path}` });
  clock.advance(60_000);
  const { text } = await get(simulator, created.body.output?.["task_id"] ?? "");
  const link = /http:[^"]+Signature=[^"]+/.exec(text)?.[0] ?? "";
  expect((await fetch(link)).headers.get("content-type")).toContain(type);
  clock.advance(lifeHours * 3_600_000 - 60_000);
  expect((await fetch(link)).status).toBe(200);
  clock.advance(2_000);
  expect((await fetch(link)).status).toBe(403);
});
