import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { MODELS } from "@dashqueue/dashscope";
import { waitFor } from "@dashqueue/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { BODY_LIMIT_BYTES, startProducer } from "../fixtures/running-producer.ts";

const TOKENS = ["token-1", "token-2"];
const ASYNC = { "x-dashscope-async": "enable", "content-type": "application/json" };
const VIDEO = "/services/aigc/video-generation/video-synthesis";

interface Answer {
  readonly output?: { readonly task_id: string; readonly video_url?: string };
  readonly request_id?: string;
  readonly message?: string;
  readonly total?: number;
}

let producer: RunningProducer;
beforeAll(async () => void (producer = await startProducer({ tokens: TOKENS, dedupeMs: 5_000 })));
afterAll(() => producer[Symbol.asyncDispose]());

async function send(
  method: string,
  where: string,
  options: { body?: unknown; headers?: object } = {},
) {
  const { body, headers = {} } = options;
  const response = await fetch(`${producer.url}/api/v1${where}`, {
    method,
    headers: { authorization: "Bearer token-1", ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer };
}

const create = (body: unknown, headers: object = {}) =>
  send("POST", VIDEO, { body, headers: { ...ASYNC, ...headers } });
const prompt = (text: string) => ({ ...EXAMPLE, input: { ...EXAMPLE.input, prompt: text } });

async function taskIdOf(created: ReturnType<typeof create>): Promise<string> {
  const { status, body } = await created;
  expect(status, JSON.stringify(body)).toBe(200);
  return body.output?.task_id ?? "";
}

describe("a create request", () => {
  it("becomes a generation with the same body", async () => {
    const { body } = await create(prompt("one"));
    expect(body).toMatchObject({
      output: { task_status: "PENDING", task_id: expect.stringMatching(/^gen_/) as string },
    });
    expect(body.request_id).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    const id = body.output?.task_id ?? "";
    expect(await producer.store.get(id)).toMatchObject({
      status: "queued",
      request: prompt("one"),
    });
    expect((await send("GET", `/tasks/${id}`)).body).toMatchObject({
      output: { task_id: id, task_status: "PENDING" },
    });
  });

  it.each([
    ["without the async header", VIDEO, EXAMPLE, { "x-dashscope-async": "" }, 403, "AccessDenied"],
    [
      "on another model's path",
      "/services/aigc/text2image/image-synthesis",
      EXAMPLE,
      {},
      400,
      "InvalidParameter",
    ],
    ["that is not JSON", VIDEO, "{", {}, 400, "InvalidParameter"],
    [
      "that is too large",
      VIDEO,
      prompt("x".repeat(BODY_LIMIT_BYTES)),
      {},
      400,
      "BadRequest.TooLarge",
    ],
    ["for an unknown model", VIDEO, { ...EXAMPLE, model: "none" }, {}, 400, "InvalidParameter"],
    ["without a key", VIDEO, EXAMPLE, { authorization: "" }, 401, "InvalidApiKey"],
    ["with a wrong key", VIDEO, EXAMPLE, { authorization: "Bearer nobody" }, 401, "InvalidApiKey"],
    [
      "with an Idempotency-Key that is too long",
      VIDEO,
      EXAMPLE,
      { "idempotency-key": "k".repeat(300) },
      400,
      "InvalidParameter",
    ],
  ])("%s is refused as DashScope does", async (_, where, body, headers, status, code) => {
    const answer = await send("POST", where, { body, headers: { ...ASYNC, ...headers } });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(Object.keys(answer.body)).toEqual(["code", "message", "request_id"]);
  });

  it("gets every invalid field named", async () => {
    const { body } = await create({ ...EXAMPLE, input: {}, parameters: { size: "1*1", seed: -1 } });
    expect(body.message).toMatch(/input\.function: .*; .*parameters\.seed|parameters\.size/);
  });

  it("with a used Idempotency-Key returns the same task, or a conflict", async () => {
    const key = { "idempotency-key": "order-1" };
    const first = await create(prompt("two"), key);
    expect(await create(prompt("two"), key)).toMatchObject({ status: 200, body: first.body });
    expect(await create(prompt("three"), key)).toMatchObject({
      status: 409,
      body: { code: "Conflict" },
    });
    const other = await create(prompt("three"), { ...key, authorization: "Bearer token-2" });
    expect(other.status).toBe(200);
  });

  it("with the same body returns the same task for a while, and then a new one", async () => {
    const first = await taskIdOf(create(prompt("four")));
    expect(await taskIdOf(create(prompt("four")))).toBe(first);
    expect(await taskIdOf(create(prompt("four"), { authorization: "Bearer token-2" }))).not.toBe(
      first,
    );
    await waitFor(async () => (await taskIdOf(create(prompt("four")))) !== first, {
      timeoutMs: 60_000,
    });
  });

  it.each([...new Set(MODELS.map((model) => model.path))])("is accepted on %s", async (where) => {
    const answer = await send("POST", where, { body: { model: "none" }, headers: ASYNC });
    expect(answer.body.message).toContain("none is not a known model");
  });
});

describe("a task", () => {
  it("links to its files so that they need no token, and no link is logged (G7)", async () => {
    const id = await taskIdOf(create(prompt("five")));
    await advance(producer.store, id, "succeeded");
    await mkdir(path.join(producer.archiveFolder, id));
    await writeFile(path.join(producer.archiveFolder, id, "video.mp4"), "0123456789");
    const { body } = await send("GET", `/tasks/${id}`);
    const url = body.output?.video_url ?? "";
    expect(url.startsWith(`${producer.url}/v1/generations/${id}/files/video.mp4?signature=`)).toBe(
      true,
    );
    expect(await (await fetch(url)).text()).toBe("0123456789");
    expect((await fetch(url.replace("signature=", "signature=AAAA"))).status).toBe(401);
    expect((await fetch(url.replace("video.mp4", "other.mp4"))).status).toBe(401);
    expect(producer.log.join()).not.toContain("signature=");
  });

  it("with an unknown id is UNKNOWN, which is not an error", async () => {
    expect(await send("GET", "/tasks/none")).toMatchObject({
      status: 200,
      body: { output: { task_id: "none", task_status: "UNKNOWN" } },
    });
  });

  it("can be canceled while it is queued, but not after it has ended", async () => {
    const id = await taskIdOf(create(prompt("six")));
    const { status, body } = await send("POST", `/tasks/${id}/cancel`);
    expect([status, Object.keys(body)]).toEqual([200, ["request_id"]]);
    expect((await send("GET", `/tasks/${id}`)).body).toMatchObject({
      output: { task_status: "CANCELED" },
    });
    const ended = await taskIdOf(create(prompt("seven")));
    await advance(producer.store, ended, "succeeded");
    for (const other of ["none", ended]) {
      const refused = await send("POST", `/tasks/${other}/cancel`);
      expect(refused).toMatchObject({ status: 400, body: { code: "UnsupportedOperation" } });
    }
  });
});

describe("the task list", () => {
  it("lists tasks newest first, in pages and filtered", async () => {
    const ids = [];
    for (const text of ["a", "b", "c"]) ids.push(await taskIdOf(create(prompt(`listed ${text}`))));
    const { body } = await send("GET", "/tasks/?page_size=2");
    expect(body).toMatchObject({
      page_no: 1,
      page_size: 2,
      data: [{ task_id: ids[2] }, { task_id: ids[1] }],
    });
    expect(Number(body.total)).toBeGreaterThan(3);
    expect(await send("GET", "/tasks?page_size=2&page_no=2")).toMatchObject({
      body: {
        data: [
          { task_id: ids[0], model_name: EXAMPLE.model, status: "PENDING", region: "cn-beijing" },
          {},
        ],
      },
    });
    expect(await send("GET", `/tasks?task_id=${ids[1]}`)).toMatchObject({
      body: { total: 1, total_page: 1 },
    });
    expect(await send("GET", "/tasks?task_id=none")).toMatchObject({
      body: { total: 0, data: [] },
    });
    expect(await send("GET", "/tasks?status=FAILED")).toMatchObject({ body: { total: 0 } });
    expect(await send("GET", "/tasks?status=UNKNOWN")).toMatchObject({ body: { total: 0 } });
    expect(await send("GET", `/tasks?task_id=${ids[1]}&page_no=2`)).toMatchObject({
      body: { total: 1, data: [] },
    });
    expect(await send("GET", "/tasks?model_name=wan2.6-t2v")).toMatchObject({ body: { total: 0 } });
    expect(await send("GET", "/tasks?status=DONE")).toMatchObject({
      status: 400,
      body: { code: "InvalidParameter" },
    });
  });
});

it("answers 404 on an unknown path", async () => {
  expect(await send("GET", "/quotas")).toMatchObject({ status: 404, body: { code: "NotFound" } });
});
