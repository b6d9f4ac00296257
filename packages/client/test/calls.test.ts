import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { createDashqueueClient, DashqueueError } from "../src/index.ts";
import type { ClientOptions } from "../src/index.ts";
import { cut, hang, json, startServer } from "./fixtures/start-server.ts";

const SUBMISSION = { model: "wan2.6-t2v", input: { prompt: "Rain" } };
const GENERATION = { id: "gen_1", status: "queued" };

const clientOf = ({ url }: { readonly url: string }, options: Partial<ClientOptions> = {}) =>
  createDashqueueClient({ url, token: "secret", ...options });

const caught = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => error,
  );

describe("a submission", () => {
  it("is sent again with the same key when its answer is lost or late", async () => {
    await using server = await startServer(
      cut,
      hang,
      json(202, GENERATION, { "Idempotent-Replayed": "true" }),
    );
    const submitted = await clientOf(server, { timeoutMs: 300 }).submit(SUBMISSION);
    expect(submitted).toEqual({ generation: GENERATION, isReplay: true });
    const keys = server.received.map(({ headers }) => headers["idempotency-key"]);
    // More on a machine that is too busy to answer in time.
    expect(keys.length).toBeGreaterThanOrEqual(3);
    expect(new Set(keys).size).toBe(1);
    expect(server.received.at(-1)).toMatchObject({
      method: "POST",
      path: "/v1/generations",
      headers: { authorization: "Bearer secret" },
      body: JSON.stringify(SUBMISSION),
    });
  });

  it("can be quoted first, which uses no key", async () => {
    const quote = { dry_run: true, model: SUBMISSION.model, estimate: null };
    await using server = await startServer(json(200, quote));
    expect(await clientOf(server).quote(SUBMISSION)).toEqual(quote);
    const [{ headers, body } = {}] = server.received;
    expect(headers).not.toHaveProperty("idempotency-key");
    expect(JSON.parse(body ?? "")).toEqual({ ...SUBMISSION, dry_run: true });
  });

  it("has a key of its own, or the one of the caller", async () => {
    await using server = await startServer(json(202, GENERATION));
    const client = clientOf(server);
    await client.submit(SUBMISSION);
    await client.submit(SUBMISSION);
    await client.regenerate("gen_1", { idempotencyKey: "order-1" });
    const [first, second, third] = server.received.map(({ headers }) => headers["idempotency-key"]);
    expect(first).not.toBe(second);
    expect(third).toBe("order-1");
  });

  it("that is refused names every field, and is not sent again", async () => {
    const errors = [{ path: "parameters.size", message: "is unknown" }];
    await using server = await startServer(json(400, { detail: "Nothing was stored.", errors }));
    const error = await caught(clientOf(server).submit(SUBMISSION));
    expect(error).toBeInstanceOf(DashqueueError);
    expect(error).toMatchObject({ kind: "refused", status: 400, problems: errors });
    expect(server.received).toHaveLength(1);
  });
});

describe("a call", () => {
  it("waits as long as the server asks", async () => {
    await using server = await startServer(
      json(503, { detail: "Redis is not responding." }, { "Retry-After": "1" }),
      json(200, GENERATION),
    );
    const begun = performance.now();
    expect(await clientOf(server).get("gen_1")).toEqual(GENERATION);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(1_000);
  });

  it("that may have taken effect is not repeated", async () => {
    await using server = await startServer(cut);
    const error = await caught(clientOf(server).resolve("gen_1", { created: false }));
    expect(error).toMatchObject({ kind: "unreachable", message: /No connection to http/ });
    expect(server.received).toHaveLength(1);
  });

  it("rejects with the reason of its signal, even while it waits to try again", async () => {
    await using server = await startServer(json(503, {}, { "Retry-After": "30" }));
    const controller = new AbortController();
    const call = caught(clientOf(server).get("gen_1", { signal: controller.signal }));
    const reason = new Error("the user left");
    while (server.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
    controller.abort(reason);
    expect(await call).toBe(reason);
  });

  it("says that nothing answers in time, and at which address", async () => {
    await using server = await startServer(hang);
    const client = clientOf(server, { timeoutMs: 50, retries: 0 });
    expect(await caught(client.models())).toMatchObject({
      kind: "timeout",
      message: `${server.url} did not answer within 50 ms. Look at the log of the producer, or raise timeoutMs.`,
    });
  });

  it("says that the answer is not one of dashqueue", async () => {
    await using server = await startServer((response) => response.end("<html>"));
    expect(await caught(clientOf(server).models())).toMatchObject({ kind: "unreadable" });
  });

  it("needs an absolute URL of HTTP", () => {
    expect(() => createDashqueueClient({ url: "ftp://host" })).toThrow(TypeError);
    expect(() => createDashqueueClient({ url: "localhost" })).toThrow(TypeError);
  });
});

it("lists over pages, as far as they are read", async () => {
  await using server = await startServer(
    json(200, { data: [{ id: "3" }, { id: "2" }], next_cursor: "c" }),
    json(200, { data: [{ id: "1" }], next_cursor: null }),
  );
  const client = clientOf(server);
  const ids: string[] = [];
  for await (const { id } of client.list({
    status: ["queued", "running"],
    metadata: { order: "1" },
    pageSize: 2,
  }))
    ids.push(id);
  expect(ids).toEqual(["3", "2", "1"]);
  expect(server.received.map(({ path }) => path)).toEqual([
    "/v1/generations?status=queued%2Crunning&limit=2&metadata.order=1",
    "/v1/generations?status=queued%2Crunning&limit=2&metadata.order=1&cursor=c",
  ]);
});

it("groups costs as asked", async () => {
  await using server = await startServer(json(200, { data: [] }));
  await clientOf(server).costs({ from: "2026-11-01", groupBy: ["tenant", "metadata.order"] });
  expect(server.received[0]?.path).toBe(
    "/v1/costs?from=2026-11-01&group_by=tenant%2Cmetadata.order&format=json",
  );
});

it("removes the key of a tenant, whose answer is empty", async () => {
  await using server = await startServer((response) => response.writeHead(204).end());
  expect(await clientOf(server).tenants.removeKey("films", "dq_1")).toBeUndefined();
  expect(server.received[0]).toMatchObject({
    method: "DELETE",
    path: "/v1/admin/tenants/films/keys/dq_1",
  });
});

describe("a file", () => {
  const bytes = randomBytes(70_000);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file = { name: "video.mp4", url: "", bytes: bytes.length, sha256, content_type: "" };
  let folder = "";
  beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), "dashqueue-client-"))));
  afterAll(() => rm(folder, { recursive: true }));

  it("is saved whole, even when a connection breaks in the middle", async () => {
    await using server = await startServer(
      (response) => {
        response.writeHead(200, { "Content-Length": bytes.length });
        response.write(bytes.subarray(0, 1_000), () => response.destroy());
      },
      (response) => response.end(bytes),
    );
    await clientOf(server).saveFile("gen_1", file, path.join(folder, "video.mp4"));
    expect(await readFile(path.join(folder, "video.mp4"))).toEqual(bytes);
  });

  it("that is not the one of the record is not kept", async () => {
    await using server = await startServer((response) => response.end("other"));
    const saving = clientOf(server).saveFile("gen_1", file, path.join(folder, "other.mp4"));
    expect(await caught(saving)).toMatchObject({ kind: "damaged" });
    expect(await readdir(folder)).not.toContain("other.mp4");
  });

  it("that cannot be written is an error of the file system", async () => {
    await using server = await startServer((response) => response.end(bytes));
    const saving = clientOf(server).saveFile("gen_1", file, path.join(folder, "none/video.mp4"));
    expect(await caught(saving)).toMatchObject({ code: "ENOENT" });
  });

  it("is uploaded as it is", async () => {
    await using server = await startServer(json(201, { url: "upload://upl_1" }));
    const client = clientOf(server);
    await client.upload(Buffer.from("one"));
    const { url } = await client.upload(new Blob(["two"]));
    expect(url).toBe("upload://upl_1");
    expect(server.received.map(({ body }) => body)).toEqual(["one", "two"]);
  });
});
