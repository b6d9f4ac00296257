import { readdir } from "node:fs/promises";
import { request } from "node:http";
import path from "node:path";

import { ArchiveError } from "@dashqueue/archive";
import { waitFor } from "@dashqueue/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { mediaFile } from "../fixtures/media-server.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

const TOKEN = "token-1";
const PNG = mediaFile("image.png");
const MODEL = "wan2.6-i2v";

interface Policy {
  readonly policy: string;
  readonly signature: string;
  readonly upload_dir: string;
  readonly upload_host: string;
  readonly oss_access_key_id: string;
  readonly x_oss_object_acl: string;
  readonly x_oss_forbid_overwrite: string;
}

let producer: RunningProducer;
let now = 0;
beforeAll(async () => {
  producer = await startProducer({ tokens: [TOKEN], now: () => Date.now() + now });
});
afterAll(() => producer[Symbol.asyncDispose]());

interface Init extends RequestInit {
  readonly headers?: Readonly<Record<string, string>>;
}

const call = (where: string, { headers = {}, ...init }: Init = {}) =>
  fetch(`${producer.url}/api/v1${where}`, {
    ...init,
    headers: { authorization: `Bearer ${TOKEN}`, ...headers },
  });
async function kept({ archiveFolder } = producer): Promise<Set<string>> {
  return new Set(await readdir(path.join(archiveFolder, "uploads")).catch(() => []));
}

async function getPolicy({ url } = producer): Promise<Policy> {
  const answer = await fetch(`${url}/api/v1/uploads?action=getPolicy&model=${MODEL}`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { data: Policy }).data;
}

/** The fields in the order of the official Python SDK, the file last. */
function formOf(policy: Policy, name: string, content: Uint8Array<ArrayBuffer>, changes = {}) {
  const fields = {
    OSSAccessKeyId: policy.oss_access_key_id,
    Signature: policy.signature,
    policy: policy.policy,
    key: `${policy.upload_dir}/${name}`,
    "x-oss-object-acl": policy.x_oss_object_acl,
    "x-oss-forbid-overwrite": policy.x_oss_forbid_overwrite,
    success_action_status: "200",
    "x-oss-content-type": "image/png",
    ...changes,
  };
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  form.append("file", new Blob([content]), name);
  return form;
}

/** Sends a form without a token, as the SDKs do. */
async function post(policy: Policy, ...form: [name: string, content: Buffer, changes?: object]) {
  const [name, content, changes] = form;
  const body = formOf(policy, name, Uint8Array.from(content), changes);
  const answer = await fetch(policy.upload_host, { method: "POST", body });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? null : (JSON.parse(text) as object) };
}

const create = (input: object, headers: Record<string, string> = {}) =>
  call("/services/aigc/video-generation/video-synthesis", {
    method: "POST",
    headers: { "content-type": "application/json", "x-dashscope-async": "enable", ...headers },
    body: JSON.stringify({ model: MODEL, input: { prompt: "it moves", ...input } }),
  });

describe("getPolicy", () => {
  it("returns a policy without any credential of the provider", async () => {
    const answer = (await (
      await call(`/uploads?action=getPolicy&model=${MODEL}`)
    ).json()) as object;
    expect(answer).toMatchObject({
      request_id: expect.any(String),
      data: {
        upload_host: `${producer.url}/api/v1/uploads`,
        upload_dir: expect.stringMatching(/^dashqueue\/[\w-]+$/),
        expire_in_seconds: 300,
        max_file_size_mb: 1,
        oss_access_key_id: "dashqueue",
      },
    });
  });

  it("names the public address", async () => {
    await using behindProxy = await startProducer({ publicUrl: "https://queue.example" });
    const answer = await behindProxy.get(`/api/v1/uploads?action=getPolicy&model=${MODEL}`);
    expect(await answer.json()).toMatchObject({
      data: { upload_host: "https://queue.example/api/v1/uploads" },
    });
  });

  it.each([
    ["?action=getPolicy&model=none", 400, "InvalidParameter", "none is not a known model"],
    ["?action=getPolicy", 400, "InvalidParameter", "model"],
    ["?action=list&model=wan2.6-i2v", 400, "InvalidParameter", "getPolicy"],
  ])("answers %s as DashScope does", async (query, status, code, message) => {
    const answer = await call(`/uploads${query}`);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it("needs a token", async () => {
    const answer = await producer.get(`/api/v1/uploads?action=getPolicy&model=${MODEL}`);
    expect(answer.status).toBe(401);
  });
});

describe("the form of DashScope's SDKs", () => {
  it("becomes an upload, which a create request names by its oss:// URL", async () => {
    const policy = await getPolicy();
    // One policy serves all files of a call; names can be in any language.
    for (const name of ["first.png", "猫 2.png"])
      expect(await post(policy, name, PNG)).toEqual({ status: 200, body: null });
    const created = await create(
      { img_url: `oss://${policy.upload_dir}/猫 2.png` },
      { "x-dashscope-ossresourceresolve": "enable" },
    );
    expect(created.status).toBe(200);
    const { output } = (await created.json()) as { output: { task_id: string } };
    const generation = await producer.store.get(output.task_id);
    const url = String(generation?.request.input["img_url"]);
    expect(url).toMatch(/^upload:\/\/upl_/);
    expect(await producer.uploaded(url.slice("upload://".length))).toEqual(PNG);
    expect(producer.log.join()).not.toContain(policy.signature);
  });

  it("is accepted again with the same file, and never overwrites another", async () => {
    const policy = await getPolicy();
    for (const status of [200, 200])
      expect(await post(policy, "a.png", PNG)).toMatchObject({ status });
    expect(await post(policy, "a.png", mediaFile("image.jpg"))).toMatchObject({
      status: 409,
      body: { code: "FileAlreadyExists" },
    });
  });

  it.each<[string, [name: string, content: Buffer, changes?: object], number, string]>([
    ["with a wrong signature", ["a.png", PNG, { Signature: "AAAA" }], 403, "AccessDenied"],
    ["in another folder", ["a.png", PNG, { key: "dashqueue/2/a.png" }], 403, "AccessDenied"],
    ["without a name", ["", PNG], 403, "AccessDenied"],
    ["that is too large", ["a.png", Buffer.alloc(200_000)], 400, "EntityTooLarge"],
    ["that is a little too large", ["a.png", Buffer.alloc(100_001)], 400, "EntityTooLarge"],
    [
      "of an unknown type",
      ["a", Buffer.from("?"), { "x-oss-content-type": "application/octet-stream" }],
      400,
      "InvalidArgument",
    ],
  ])("is refused %s, and nothing is stored", async (_, form, status, code) => {
    const policy = await getPolicy();
    const before = await kept();
    const answer = await post(policy, ...form);
    expect(answer).toMatchObject({ status, body: { code, message: expect.any(String) } });
    expect(await kept()).toEqual(before);
  });

  it("is refused once the policy has expired", async () => {
    const policy = await getPolicy();
    now = 301_000;
    expect(await post(policy, "a.png", PNG)).toMatchObject({
      status: 403,
      body: { message: "Invalid according to Policy: Policy expired." },
    });
    now = 0;
  });

  it("is refused if it ends early, and nothing is stored", async () => {
    const policy = await getPolicy();
    const before = await kept();
    const form = new Response(formOf(policy, "a.png", Uint8Array.from(PNG)));
    const whole = await form.bytes();
    const answer = await fetch(policy.upload_host, {
      method: "POST",
      headers: { "content-type": form.headers.get("content-type") ?? "" },
      body: whole.subarray(0, whole.length - 200),
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      message: expect.stringContaining("ends in the middle of its file"),
    });
    expect(await kept()).toEqual(before);
  });

  it("is answered 507 when the storage is full", async () => {
    await using full = await startProducer({
      uploads: {
        use: async () => null,
        add: () => Promise.reject(new ArchiveError("ENOSPC", "no space left")),
      },
    });
    const answer = await post(await getPolicy(full), "a.png", PNG);
    expect(answer).toMatchObject({
      status: 507,
      body: { code: "InternalError", message: expect.stringContaining("archive is full") },
    });
    expect(full.log.join()).toContain("upload-failed");
  });

  it("ends when the process stops, and nothing is stored", async () => {
    await using closing = await startProducer();
    const policy = await getPolicy(closing);
    // Enough that the rest is stored as it arrives.
    const content = Buffer.concat([PNG, Buffer.alloc(70_000)]);
    const form = new Response(formOf(policy, "a.png", Uint8Array.from(content)));
    const sending = request(policy.upload_host, {
      method: "POST",
      headers: { "content-type": form.headers.get("content-type") ?? "" },
    });
    sending.on("error", () => {});
    const answered = new Promise<number | undefined>((resolve) =>
      sending.once("response", ({ statusCode }) => resolve(statusCode)),
    );
    sending.write((await form.bytes()).subarray(0, -200));
    const unfinished = () =>
      readdir(path.join(closing.archiveFolder, ".unfinished")).catch(() => []);
    await waitFor(async () => (await unfinished()).length > 0);
    closing.closing.abort();
    expect(await answered).toBe(503);
    await waitFor(async () => (await unfinished()).length === 0);
    expect(await kept(closing)).toEqual(new Set());
  });

  it.each([
    ["application/json", "{}"],
    ["multipart/form-data", "x"],
    ["multipart/form-data; boundary=a", "--a--\r\n"],
    ["multipart/form-data; boundary=a", "no form"],
  ])("is refused as %s: %j", async (type, body) => {
    const answer = await call("/uploads", {
      method: "POST",
      headers: { "content-type": type },
      body,
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "MalformedPOSTRequest" });
  });
});

it("refuses an oss:// URL of ours whose file is missing", async () => {
  const answer = await create({ img_url: "oss://dashqueue/none/a.png" });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    message: expect.stringContaining("input.img_url: names an upload that does not exist"),
  });
});
