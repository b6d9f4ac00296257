import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { request } from "node:http";
import path from "node:path";

import { ArchiveError } from "@dashqueue/archive";
import { waitFor } from "@dashqueue/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { mediaFile } from "../fixtures/media-server.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { BODY_LIMIT_BYTES, startProducer } from "../fixtures/running-producer.ts";

const PNG = mediaFile("image.png");
/** A picture of more than a megabyte: what follows its end does not matter. */
const LARGE = Buffer.concat([PNG, randomBytes(1_100_000)]);
const VIDEO = "/api/v1/services/aigc/video-generation/video-synthesis";
const PATHS = ["/v1/generations", VIDEO] as const;

let producer: RunningProducer;
beforeAll(async () => {
  producer = await startProducer({
    uploadLimitBytes: 1_500_000,
    dedupeMs: 60_000,
    bodyWaitMs: 500,
  });
});
afterAll(() => producer[Symbol.asyncDispose]());

const dataUrl = (bytes: Buffer, type = "image/png") =>
  `data:${type};base64,${bytes.toString("base64")}`;
const bodyWith = (img_url: string, extras = {}) =>
  JSON.stringify({ model: "wan2.6-i2v", input: { prompt: "it moves", img_url }, ...extras });
async function kept(): Promise<Set<string>> {
  return new Set(await readdir(path.join(producer.archiveFolder, "uploads")).catch(() => []));
}

async function send(where: string, body: string, headers: Record<string, string> = {}) {
  const answer = await fetch(producer.url + where, {
    method: "POST",
    headers: { "content-type": "application/json", "x-dashscope-async": "enable", ...headers },
    body,
  });
  const text = await answer.text();
  const [id = ""] = /gen_\w+/.exec(text) ?? [];
  return { status: answer.status, text, id, headers: answer.headers };
}

/** The upload that the record of a generation names. */
async function uploadOf(id: string): Promise<string> {
  const generation = await producer.store.get(id);
  const url = String(generation?.request.input["img_url"]);
  expect(JSON.stringify(generation).length).toBeLessThan(2_000);
  expect(url).toMatch(/^upload:\/\/upl_/);
  return url.slice("upload://".length);
}

describe.each(PATHS)("a file in a body of POST %s", (where) => {
  it("becomes an upload, and never enters Redis", async () => {
    const { status, id } = await send(where, bodyWith(dataUrl(LARGE)));
    expect(status).toBeLessThan(300);
    expect((await producer.uploaded(await uploadOf(id))).equals(LARGE)).toBe(true);
  });

  it("can be base64 alone, of any length", async () => {
    for (const bytes of [PNG, LARGE]) {
      const { id } = await send(where, bodyWith(bytes.toString("base64")));
      expect((await producer.uploaded(await uploadOf(id))).equals(bytes)).toBe(true);
    }
  });

  it("is the same upload and the same request when it is sent again", async () => {
    const key = { "idempotency-key": `key of ${where}` };
    const first = await send(where, bodyWith(dataUrl(PNG)), key);
    const before = await kept();
    const again = await send(where, bodyWith(dataUrl(PNG)), key);
    expect(again.id).toBe(first.id);
    const other = await send(where, bodyWith(dataUrl(LARGE)), key);
    expect(other.status).toBe(409);
    expect(await kept()).toEqual(before);
  });

  it.each<[string, string, string]>([
    ["that is not base64", "data:image/png;base64,****", "is not valid base64"],
    ["that is a sound", dataUrl(mediaFile("sound.mp3")), "must be an image; this upload is audio"],
    ["of no known type", "data:;base64,AAAA", "is not a file of a known type"],
    ["that is too large", dataUrl(Buffer.alloc(1_500_001)), "UPLOAD_LIMIT_BYTES"],
  ])("is refused by its field if it is one %s", async (_, url, message) => {
    const { status, text } = await send(where, bodyWith(url));
    expect(status).toBe(400);
    expect(text).toContain("input.img_url");
    expect(text).toContain(message);
  });

  it("is not stored if the request is invalid", async () => {
    const before = await kept();
    const url = dataUrl(randomBytes(10_000));
    expect((await send(where, bodyWith(url, { parameters: { seed: -1 } }))).status).toBe(400);
    expect(await kept()).toEqual(before);
  });

  it.each([
    ["over the limit", `"${"x".repeat(BODY_LIMIT_BYTES)}"`],
    ["of more than a megabyte without files", `[${"1,".repeat(600_000)}1]`],
    [
      "with a prompt of more than a megabyte",
      bodyWith("", { input: { prompt: "x".repeat(1_100_000) } }),
    ],
  ])("cannot be in a body %s, and the answer says what to do", async (_, body) => {
    const { status, text } = await send(where, body);
    expect(status).toBe(where === VIDEO ? 400 : 413);
    expect(text).toContain("POST /v1/uploads");
  });
});

it("takes no memory while a synchronous call is held", async () => {
  const left = new AbortController();
  const held = async () =>
    Number(
      /^dashqueue_held_calls (\d+)$/m.exec(await (await producer.get("/metrics")).text())?.[1],
    );
  // The budget has room for four of the largest bodies, and for five of these.
  for (let calls = 1; calls <= 6; calls += 1) {
    const content = [{ text: `picture ${calls}` }, { image: dataUrl(LARGE) }];
    void fetch(`${producer.url}/api/v1/services/aigc/multimodal-generation/generation`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        model: "wan2.6-image",
        input: { messages: [{ role: "user", content }] },
      }),
      signal: left.signal,
    }).catch(() => {});
    await waitFor(async () => (await held()) === calls);
  }
  left.abort();
  await waitFor(async () => (await held()) === 0);
  expect(producer.log.join("")).toContain("call-abandoned");
});

it("makes one task when a client without a key sends the same body again", async () => {
  const body = bodyWith(dataUrl(LARGE), { parameters: { seed: 1 } });
  expect((await send(VIDEO, body)).id).toBe((await send(VIDEO, body)).id);
});

it("waits while other bodies use up the memory, and is refused after a while", async () => {
  const slow = Array.from({ length: 4 }, () => {
    const sending = request(`${producer.url}/v1/generations`, {
      method: "POST",
      headers: { "content-type": "application/json", "content-length": BODY_LIMIT_BYTES },
    });
    sending.on("error", () => {});
    sending.write("{");
    return sending;
  });
  const body = bodyWith(dataUrl(LARGE), { parameters: { seed: 2 } });
  await waitFor(async () => {
    const { status, headers } = await send("/v1/generations", body);
    return status === 503 && headers.get("retry-after") === "5";
  });
  expect(producer.log.filter((line) => line.includes("body-refused"))).not.toEqual([]);
  expect((await send("/v1/generations", bodyWith(dataUrl(PNG)))).status).toBe(202);
  for (const sending of slow) sending.destroy();
  await waitFor(async () => (await send("/v1/generations", body)).status === 202);
});

it.each(PATHS)("answers 507 at %s when the storage is full", async (where) => {
  await using full = await startProducer({
    uploads: {
      use: async () => null,
      add: () => Promise.reject(new ArchiveError("ENOSPC", "no space left")),
    },
  });
  const answer = await fetch(full.url + where, {
    method: "POST",
    headers: { "content-type": "application/json", "x-dashscope-async": "enable" },
    body: bodyWith(dataUrl(PNG)),
  });
  expect(answer.status).toBe(507);
  expect(await answer.text()).toContain("archive is full");
  expect(full.log.join()).toContain("upload-failed");
});
