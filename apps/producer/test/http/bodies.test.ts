import { gzipSync } from "node:zlib";

import { configuredModels } from "@dashqueue/dashscope";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { EXAMPLE } from "../fixtures/example.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

const VIDEO = "/api/v1/services/aigc/video-generation/video-synthesis";
const CALLBACK_TOKEN = "a-token-of-event-bridge";

let producer: RunningProducer;
beforeAll(async () => {
  const findModel = configuredModels({ allowUnknown: true, settings: {} });
  producer = await startProducer({ callbackToken: CALLBACK_TOKEN, findModel, dedupeMs: 5_000 });
});
afterAll(() => producer[Symbol.asyncDispose]());

/** Every route that reads JSON. */
const PATHS = [
  "/v1/generations",
  VIDEO,
  "/v1/generations/gen_1/resolve",
  "/v1/callbacks/eventbridge",
] as const;
const BUYING = ["/v1/generations", VIDEO] as const;

async function send(
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(producer.url + path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-dashscope-async": "enable",
      "x-eventbridge-signature-token": CALLBACK_TOKEN,
      ...headers,
    },
    body,
  });
  const ignored = answer.headers.get("x-dashqueue-ignored") ?? "";
  return { status: answer.status, text: await answer.text(), ignored };
}

const stored = async () => (await producer.store.list({ limit: 100 })).length;

/** The example with these bytes as its prompt. */
function withPrompt(prompt: Uint8Array): Buffer {
  const [before = "", after = ""] = JSON.stringify(EXAMPLE).split(EXAMPLE.input.prompt);
  return Buffer.concat([Buffer.from(before), prompt, Buffer.from(after)]);
}

describe.each(PATHS)("POST %s", (path) => {
  it.each([
    ["GBK", withPrompt(Buffer.from("c5aebaa2", "hex")), "application/json"],
    [
      "GBK that says so",
      withPrompt(Buffer.from("c5aebaa2", "hex")),
      "application/json;charset=GBK",
    ],
    ["Latin-1", withPrompt(Buffer.from("café", "latin1")), "application/json; charset=iso-8859-1"],
    ["a surrogate in UTF-8", withPrompt(Buffer.from("eda080", "hex")), "application/json"],
    ["an overlong form", withPrompt(Buffer.from("c080", "hex")), "application/json"],
    ["a cut character", withPrompt(Buffer.from("e5a5", "hex")), "application/json"],
    [
      "UTF-16 with its mark",
      Buffer.from(`\ufeff${JSON.stringify(EXAMPLE)}`, "utf16le"),
      "application/json; charset=utf-16",
    ],
  ])("answers 400 to %s", async (_, body, type) => {
    const before = await stored();
    const { status, text } = await send(path, Uint8Array.from(body), { "content-type": type });
    expect(status).toBe(400);
    expect(text).toContain("not valid UTF-8");
    expect(await stored()).toBe(before);
  });

  it.each([
    ["a byte that is not UTF-8", Buffer.from("c5aebaa2", "hex"), "not valid UTF-8"],
    ["a line break", Buffer.from("\n"), "which begins at line 1, column "],
    ["an unknown escape", Buffer.from("\\x"), "not valid JSON: invalid escape"],
  ])("answers 400 to a long text with %s", async (_, part, message) => {
    const { status, text } = await send(
      path,
      Uint8Array.from(withPrompt(Buffer.concat([Buffer.alloc(9_000, "x"), part]))),
    );
    expect(status).toBe(400);
    expect(text).toContain(message);
  });

  it("answers 400 to a long text that does not end", async () => {
    const { status, text } = await send(path, `"${"x".repeat(9_000)}`);
    expect(status).toBe(400);
    expect(text).toContain("not valid JSON");
  });

  it("answers 415 to another declared encoding, even if the bytes could be UTF-8", async () => {
    const headers = { "content-type": "application/json; charset=gbk" };
    expect((await send(path, JSON.stringify(EXAMPLE), headers)).status).toBe(415);
  });

  it.each([
    ["lists", "[".repeat(100_000) + "]".repeat(100_000)],
    ["objects", '{"a":'.repeat(100_000) + "1" + "}".repeat(100_000)],
    [
      "a list in the prompt of a known model",
      `{"model":"wan2.1-vace-plus","input":{"prompt":${"[".repeat(20_000)}${"]".repeat(20_000)}}}`,
    ],
    [
      "objects in the input of an unknown model",
      `{"model":"wan9","input":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}`,
    ],
    ["a task id", `{"data":{"task_id":${"[".repeat(9_000)}1${"]".repeat(9_000)}}}`],
  ])("answers 400 to deeply nested %s", async (_, body) => {
    const { status, text } = await send(path, body);
    expect(status).toBe(400);
    expect(text).toContain("deeper than 32 levels");
  });

  it.each([
    '{"model":{"length":{"toString":1}}}',
    '{"model":"wan2.6-t2v","input":{"prompt":{"length":{"toString":1}}}}',
    '{"model":"wan2.6-t2v","input":{"prompt":"a"},"metadata":{"a":{"length":{"toString":1}}}}',
    '{"model":"wan2.6-t2v","input":{"prompt":"a"},"webhook_url":{"length":{"toString":1}}}',
    '{"task_id":{"length":{"toString":1}}}',
    '{"data":{"task_id":{"length":{"toString":1}}}}',
    '{"__proto__":{"model":"wan2.6-t2v","input":{"prompt":"a"}}}',
  ])("answers 400 to %s", async (body) => {
    expect((await send(path, body)).status).toBe(400);
  });
});

describe.each(BUYING)("POST %s", (path) => {
  it.each([
    ["a byte order mark", `\ufeff${JSON.stringify(EXAMPLE)}`, {}],
    [
      "a declared UTF-8",
      JSON.stringify(EXAMPLE),
      { "content-type": 'application/json; charset="UTF-8"' },
    ],
    ["gzip", Uint8Array.from(gzipSync(JSON.stringify(EXAMPLE))), { "content-encoding": "gzip" }],
  ])("accepts %s", async (_, body, headers) => {
    const { status, text } = await send(path, body, headers);
    expect(text).toContain("gen_");
    expect(status).toBeLessThan(300);
  });

  it.each([
    ["half of a surrogate pair", "a girl \ud83d"],
    ["a control character", "a girl\u0000"],
    ["only white space", " \u3000\n"],
  ])("answers 400 to a prompt with %s", async (_, prompt) => {
    const before = await stored();
    for (const model of [EXAMPLE.model, "wan9"]) {
      const input = model === "wan9" ? { prompt } : { ...EXAMPLE.input, prompt };
      const { status, text } = await send(path, JSON.stringify({ model, input }));
      expect(status).toBe(400);
      expect(text).toContain("input.prompt");
    }
    expect(await stored()).toBe(before);
  });

  it("finds nothing by the name of something that every object has", async () => {
    for (const name of Object.getOwnPropertyNames(Object.prototype)) {
      const parameters = JSON.parse(`{${JSON.stringify(name)}:"1280*720"}`) as object;
      const { status, text, ignored } = await send(
        path,
        JSON.stringify({ ...EXAMPLE, parameters }),
      );
      // DashScope ignores unknown fields, and so does the API in front of it.
      expect(status).toBe(path === VIDEO ? 200 : 400);
      expect(path === VIDEO ? ignored : text).toContain(`parameters.${name}`);
    }
  });
});

it("finds no generation, file, account or parameter by such a name", async () => {
  const { id } = await producer.accept();
  for (const name of Object.getOwnPropertyNames(Object.prototype)) {
    const status = async (path: string) => (await producer.get(path)).status;
    expect(await status(`/v1/generations/${name}`)).toBe(404);
    expect(await status(`/v1/generations/${name}/events`)).toBe(404);
    expect(await status(`/v1/generations/${id}/files/${name}`)).toBe(404);
    expect(await status(`/v1/generations?${name}=1`)).toBe(400);
    expect(await status(`/v1/costs?${name}=1`)).toBe(400);
    expect(await (await producer.get(`/v1/generations?model=${name}`)).json()).toMatchObject({
      data: [],
    });
    expect((await send(`/v1/generations/${name}/cancel`, "")).status).toBe(404);
    expect((await send(`/v1/generations/${name}/resolve`, '{"created":false}')).status).toBe(404);
    expect(await (await producer.get(`/api/v1/tasks/${name}`)).json()).toMatchObject({
      output: { task_status: "UNKNOWN" },
    });
    expect(await status(`/api/v1/tasks?${name}=1`)).toBe(200);
    expect(await (await producer.get(`/api/v1/tasks?task_id=${name}`)).json()).toMatchObject({
      total: 0,
    });
  }
});

it("answers 400 to a path that is not valid UTF-8", async () => {
  expect((await producer.get("/v1/generations/%ff")).status).toBe(400);
  expect((await producer.get("/api/v1/tasks/%ff")).status).toBe(400);
});
