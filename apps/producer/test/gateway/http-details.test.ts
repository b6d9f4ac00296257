import { configuredModels } from "@dashqueue/dashscope";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { EXAMPLE } from "../fixtures/example.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

const VIDEO = "/services/aigc/video-generation/video-synthesis";
const CREATE = {
  "x-dashscope-async": "enable",
  "content-type": "application/json",
  authorization: "Bearer token-1",
};

let producer: RunningProducer;
beforeAll(async () => {
  producer = await startProducer({
    tokens: ["token-1"],
    dedupeMs: 60_000,
    findModel: configuredModels({
      allowUnknown: true,
      settings: { own: { path: "/services/own" } },
    }),
  });
});
afterAll(() => producer[Symbol.asyncDispose]());

interface Answer {
  readonly output?: { readonly task_id: string };
  readonly request_id?: string;
  readonly code?: string;
}

async function send(path: string, init: RequestInit = {}) {
  const response = await fetch(producer.url + path, init);
  const text = await response.text();
  return { response, body: (text === "" ? {} : JSON.parse(text)) as Answer };
}

const create = (body: object, headers: object = {}, path = VIDEO) =>
  send(`/api/v1${path}`, {
    method: "POST",
    headers: { ...CREATE, ...headers },
    body: JSON.stringify(body),
  });

async function createdBy(body: object, headers: object = {}, path = VIDEO) {
  const answer = await create(body, headers, path);
  return producer.store.get(answer.body.output?.task_id ?? "");
}

describe("every answer", () => {
  it.each([
    ["GET", "/api/v1/tasks", { authorization: "Bearer token-1" }],
    ["GET", "/api/v1/tasks/none", { authorization: "Bearer token-1" }],
    ["GET", "/api/v1/tasks", {}],
    ["POST", `/api/v1${VIDEO}`, CREATE],
    ["POST", "/api/v1/tasks/none/cancel", { authorization: "Bearer token-1" }],
    ["PUT", "/api/v1/none", { authorization: "Bearer token-1" }],
  ])("carries its request id in a header: %s %s", async (method, path, headers) => {
    const body = method === "POST" ? JSON.stringify(EXAMPLE) : null;
    const answer = await send(path, { method, headers, body });
    expect(answer.body.request_id).toMatch(/^[\da-f-]{36}$/);
    expect(answer.response.headers.get("x-request-id")).toBe(answer.body.request_id);
  });

  it.each(["//api/v1/tasks", "/api/v1/tasks/", "/api//v1//tasks//", "/api/v1/tasks/?status="])(
    "is the same for the path %s",
    async (path) => {
      const { response, body } = await send(path, { headers: CREATE });
      expect([response.status, body]).toEqual([200, expect.objectContaining({ page_no: 1 })]);
      expect((await send(path)).body).toMatchObject({ code: "InvalidApiKey" });
    },
  );

  it("is given for a cancel path with a slash at its end", async () => {
    const created = await createdBy({ ...EXAMPLE, input: { ...EXAMPLE.input, prompt: "slash" } });
    const path = `/api/v1/tasks/${created?.id}/cancel/`;
    expect((await send(path, { method: "POST", headers: CREATE })).response.status).toBe(200);
  });
});

describe("a page of another site", () => {
  const page = { origin: "https://app.example", "sec-fetch-site": "cross-site" };

  it("may use the API with a token", async () => {
    const preflight = await send(`/api/v1${VIDEO}`, {
      method: "OPTIONS",
      headers: {
        ...page,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,x-dashscope-async",
      },
    });
    expect(preflight.response.status).toBe(204);
    expect(Object.fromEntries(preflight.response.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET, POST",
      "access-control-allow-headers": "authorization,x-dashscope-async",
    });
    const { response } = await create(EXAMPLE, page);
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("access-control-expose-headers")).toContain("X-Dashqueue-Ignored");
    const { response: refused } = await create(EXAMPLE, { ...page, authorization: "Bearer none" });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([
      401,
      "*",
    ]);
  });

  it("may not use another API, or one without tokens", async () => {
    expect((await send("/v1/uploads", { method: "OPTIONS", headers: page })).response.status).toBe(
      403,
    );
    await using open = await startProducer();
    const method = "OPTIONS";
    const preflight = await fetch(`${open.url}/api/v1${VIDEO}`, { method, headers: page });
    expect(preflight.status).toBe(403);
    expect(preflight.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("the headers of a create request", () => {
  const body = { ...EXAMPLE, input: { ...EXAMPLE.input, prompt: "headers" } };
  const workspace = { "x-dashscope-workspace": "llm-1" };

  it("are stored, and make another request of the same body", async () => {
    const stored = await createdBy(body, {
      ...workspace,
      "x-dashscope-datainspection": "enable",
    });
    expect(stored).toMatchObject({ workspace: "llm-1", dataInspection: "enable" });
    const ids = new Set<string | undefined>([stored?.id]);
    for (const headers of [workspace, workspace, {}, { "x-dashscope-workspace": "llm-2" }])
      ids.add((await createdBy(body, headers))?.id);
    expect(ids.size).toBe(4);
  });

  it("are refused where they cannot be sent on", async () => {
    const { body: answer } = await create(body, { "x-dashscope-workspace": "x".repeat(300) });
    expect(answer).toMatchObject({ code: "InvalidParameter" });
  });

  it("are part of what an Idempotency-Key stands for", async () => {
    const key = { "idempotency-key": "k" };
    expect((await create(body, { ...key, ...workspace })).response.status).toBe(200);
    expect((await create(body, { ...key, ...workspace })).response.status).toBe(200);
    expect((await create(body, key)).response.status).toBe(409);
  });
});

describe("a model that the catalog does not know", () => {
  it.each([
    ["new-1", "/services/audio/asr/transcription", "/services/audio/asr/transcription"],
    ["new-1", `${VIDEO}/`, VIDEO],
    ["own", "/services/own", null],
  ])("takes the path that the client used: %s at %s", async (model, path, stored) => {
    const generation = await createdBy({ model, input: { url: path } }, {}, path);
    expect(generation).toMatchObject({ request: { model }, path: stored });
  });

  it.each([
    ["new-1", "/services/a%2e%2e/b"],
    ["own", VIDEO],
  ])("is refused: %s at %s", async (model, path) => {
    expect((await create({ model, input: {} }, {}, path)).body).toMatchObject({
      code: "InvalidParameter",
    });
  });
});
