import { createServer } from "node:http";
import type { IncomingMessage, RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import net from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";

import { QUOTA_PATHS } from "../src/quotas/quota-answer.ts";
import { configuredModels } from "../src/catalog/configured-models.ts";
import type { ClientOptions } from "../src/client/create-client.ts";
import { createDashScopeClient } from "../src/client/create-client.ts";
import type { DashScopeClient } from "../src/client/dashscope-client.ts";

const KEY = "sk-very-secret";
const request = { model: "wan2.1-vace-plus", input: { prompt: "a girl" }, parameters: { seed: 1 } };
const created = JSON.stringify({
  output: { task_status: "PENDING", task_id: "task-1" },
  request_id: "request-1",
});

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function client(
  port: number,
  { scheme = "http", timeoutMs = 5_000 } = {},
  more: Partial<ClientOptions> = {},
): DashScopeClient {
  const made = createDashScopeClient({
    baseUrl: `${scheme}://127.0.0.1:${port}/api/v1/`,
    apiKey: KEY,
    timeoutMs,
    now: Date.now,
    queryTimeoutMs: timeoutMs,
    ...more,
  });
  closing.push(() => made.close());
  return made;
}

async function listening(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** Starts an HTTP server. */
const provider = (answer: RequestListener) => listening(createServer(answer));
/** Starts a TCP server that reacts to the first bytes. */
const socket = (onData: (socket: Socket) => void) =>
  listening(
    net.createServer((peer) => peer.on("error", () => {}).once("data", () => onData(peer))),
  );

async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe("create", () => {
  it("sends the request with DashScope's headers", async () => {
    let seen:
      | { headers: IncomingMessage["headers"]; url: string | undefined; body: Promise<string> }
      | undefined;
    const port = await provider((incoming, response) => {
      seen = { headers: incoming.headers, url: incoming.url, body: text(incoming) };
      response.end(created);
    });
    expect(await client(port).create(request)).toEqual({
      kind: "accepted",
      taskId: "task-1",
      requestId: "request-1",
    });
    expect(JSON.parse((await seen?.body) ?? "")).toEqual(request);
    expect(seen?.url).toBe("/api/v1/services/aigc/video-generation/video-synthesis");
    expect(seen?.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      "x-dashscope-async": "enable",
      "content-type": "application/json",
    });
    expect(seen?.headers).not.toHaveProperty("x-dashscope-ossresourceresolve");
  });

  it("asks DashScope to resolve oss:// URLs", async () => {
    let header: unknown;
    const port = await provider((incoming, response) => {
      header = incoming.headers["x-dashscope-ossresourceresolve"];
      response.end(created);
    });
    await client(port).create({ ...request, input: { video_url: "oss://bucket/key" } });
    expect(header).toBe("enable");
  });

  it("sends the workspace with every request, and the inspection with the create request", async () => {
    const seen: (string | string[] | undefined)[] = [];
    const port = await provider(({ headers }, response) => {
      seen.push(headers["x-dashscope-workspace"], headers["x-dashscope-datainspection"]);
      response.end(created);
    });
    const inWorkspace = client(port).inWorkspace("llm-1");
    await inWorkspace.create(request, { dataInspection: "enable" });
    await inWorkspace.get("task-1");
    await client(port).create(request);
    expect(seen).toEqual(["llm-1", "enable", "llm-1", undefined, undefined, undefined]);
  });

  it("sends the operator's name for the model", async () => {
    let body: Promise<string> | undefined;
    const port = await provider((incoming, response) => {
      body = text(incoming);
      response.end(created);
    });
    const settings = { "wan2.1-vace-plus": { sentAs: "wanx2.1-vace-plus" } };
    const findModel = configuredModels({ allowUnknown: false, settings });
    await client(port, {}, { findModel }).create({ ...request, model: "wan2.1-vace-plus" });
    expect(JSON.parse((await body) ?? "")).toEqual({ ...request, model: "wanx2.1-vace-plus" });
  });

  it("sends the request to the path of the model", async () => {
    const urls: (string | undefined)[] = [];
    const port = await provider((incoming, response) => {
      urls.push(incoming.url);
      response.end(created);
    });
    const path = "/services/aigc/image2video/aa-template-generation";
    const id = "animate-anyone-template-gen2";
    const settings = { [id]: { path } };
    const findModel = configuredModels({ allowUnknown: true, settings });
    const unknown = client(port, {}, { findModel });
    const named = { path: "/services/named/by-the/caller" };
    await client(port).create({ ...request, model: "wan2.2-kf2v-flash" }, named);
    await client(port).create({ ...request, model: "wan2.7-image" });
    await unknown.create({ ...request, model: id }, named);
    await unknown.create({ ...request, model: "wan9" }, named);
    await unknown.create({ ...request, model: "wan9" });
    expect(urls).toEqual([
      "/api/v1/services/aigc/image2video/video-synthesis",
      "/api/v1/services/aigc/image-generation/generation",
      `/api/v1${path}`,
      `/api/v1${named.path}`,
      "/api/v1/services/aigc/video-generation/video-synthesis",
    ]);
  });

  it("sends nothing for an unknown model", async () => {
    expect(await client(1).create({ ...request, model: "sora" })).toMatchObject({
      kind: "not-sent",
      failure: { kind: "configuration", charged: false },
    });
  });

  it.each<[string, RequestListener]>([
    ["200 with HTML", (_, response) => response.end("<html>")],
    [
      "500",
      (_, response) => response.writeHead(500).end(JSON.stringify({ code: "InternalError" })),
    ],
    ["502 with HTML", (_, response) => response.writeHead(502).end("<html>")],
    ["a redirect", (_, response) => response.writeHead(307, { location: "/elsewhere" }).end()],
    [
      "a truncated response",
      (_, response) =>
        response
          .writeHead(200, { "content-length": "1000" })
          .write(created, () => response.destroy()),
    ],
  ])("returns unknown after %s, and sends nothing again (G1)", async (_, answer) => {
    let requests = 0;
    const port = await provider((incoming, response) => {
      requests += 1;
      answer(incoming, response);
    });
    expect(await client(port).create(request)).toMatchObject({
      kind: "unknown",
      failure: { charged: null },
    });
    expect(requests).toBe(1);
  });

  it("returns unknown after a reset, a closed connection or a timeout (G1)", async () => {
    const reset = await client(await socket((peer) => peer.resetAndDestroy())).create(request);
    const ended = await client(await socket((peer) => peer.end())).create(request);
    const silent = await client(await socket(() => {}), { timeoutMs: 200 }).create(request);
    for (const answer of [reset, ended, silent])
      expect(answer).toMatchObject({ kind: "unknown", failure: { kind: "network" } });
  });

  it("returns unknown after a reset of a reused connection (G1)", async () => {
    let requests = 0;
    const port = await provider((incoming, response) => {
      requests += 1;
      if (requests === 1) response.end(created);
      else incoming.socket.resetAndDestroy();
    });
    const kept = client(port);
    expect((await kept.create(request)).kind).toBe("accepted");
    expect((await kept.create(request)).kind).toBe("unknown");
    expect(requests).toBe(2);
  });

  it("returns not-sent when the connection is refused or the TLS handshake fails", async () => {
    expect(await client(await freePort()).create(request)).toMatchObject({
      kind: "not-sent",
      failure: { code: "ECONNREFUSED", charged: false },
    });
    const plain = await socket((peer) => peer.end("not TLS"));
    expect((await client(plain, { scheme: "https" }).create(request)).kind).toBe("not-sent");
  });

  it("times out when the response arrives byte by byte", async () => {
    const port = await provider((_, response) => {
      response.writeHead(200).write("{");
      const dripping = setInterval(() => response.write(" "), 20);
      response.on("close", () => clearInterval(dripping));
    });
    expect(await client(port, { timeoutMs: 200 }).create(request)).toMatchObject({
      kind: "unknown",
      failure: { code: "ETIMEDOUT", message: "no response within 200 ms", charged: null },
    });
  });

  it("returns not-sent when the TLS handshake times out", async () => {
    const silent = await socket(() => {});
    expect(await client(silent, { scheme: "https", timeoutMs: 200 }).create(request)).toMatchObject(
      {
        kind: "not-sent",
        failure: { code: "ETIMEDOUT", charged: false },
      },
    );
  });

  it("returns not-sent when aborted before sending, unknown when aborted after (G1)", async () => {
    const port = await socket(() => controller.abort());
    const controller = new AbortController();
    expect((await client(port).create(request, { signal: AbortSignal.abort() })).kind).toBe(
      "not-sent",
    );
    expect((await client(port).create(request, { signal: controller.signal })).kind).toBe(
      "unknown",
    );
  });

  it("never returns the API key (G7)", async () => {
    const answers = [
      await client(await freePort()).create(request),
      await client(await socket((peer) => peer.resetAndDestroy())).create(request),
      await client(
        await provider((_, response) =>
          response
            .writeHead(401)
            .end(JSON.stringify({ code: "InvalidApiKey", message: `wrong: ${KEY}` })),
        ),
      ).create(request),
    ];
    expect(JSON.stringify(answers)).not.toContain(KEY);
  });
});

describe("queries", () => {
  it("request a task, a list, quotas and a cancellation", async () => {
    const urls: string[] = [];
    const port = await provider((incoming, response) => {
      urls.push(`${incoming.method} ${incoming.url}`);
      expect(incoming.headers).not.toHaveProperty("x-dashscope-async");
      response.end(
        JSON.stringify({
          output: { task_id: "task-1", task_status: "RUNNING", quotas: [] },
          data: [],
          request_id: "r",
        }),
      );
    });
    const asked = client(port);
    expect((await asked.get("task-1")).kind).toBe("task");
    const window = {
      model: "m",
      status: "RUNNING",
      from: Date.UTC(2026, 0, 1),
      to: Date.UTC(2026, 0, 2),
      page: 1,
      pageSize: 50,
    };
    expect((await asked.list(window)).kind).toBe("rows");
    expect((await asked.list({ taskId: "task-1", page: 1, pageSize: 50 })).kind).toBe("rows");
    for (const path of QUOTA_PATHS)
      expect((await asked.quotas(path, { page: 2, pageSize: 100 })).kind).toBe("quotas");
    expect((await asked.cancel("task-1")).kind).toBe("canceled");
    expect(urls).toEqual([
      "GET /api/v1/tasks/task-1",
      "GET /api/v1/tasks/?start_time=20260101080000&end_time=20260102080000&model_name=m&status=RUNNING&page_no=1&page_size=50",
      "GET /api/v1/tasks/?task_id=task-1&page_no=1&page_size=50",
      "GET /api/v1/quotas?page_no=2&page_size=100",
      "GET /api/v1/models/limits?page_no=2&page_size=100",
      "POST /api/v1/tasks/task-1/cancel",
    ]);
  });

  it("return unavailable when the connection is refused", async () => {
    const offline = client(await freePort());
    const answers = [
      await offline.get("t"),
      await offline.cancel("t"),
      await offline.list({ from: 0, to: 1, page: 1, pageSize: 1 }),
    ];
    for (const answer of answers)
      expect(answer).toMatchObject({
        kind: "unavailable",
        failure: { kind: "network" },
        retryAfterMs: null,
      });
  });
});
