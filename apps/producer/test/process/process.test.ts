import { mkdtemp, readdir, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";

import type { GenerationView } from "@dashqueue/queue/internal";
import { AppStartError, startApp, startRedis, testRedis, waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { readEvents } from "../fixtures/event-reader.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import { mediaFile } from "../fixtures/media-server.ts";

function startProcess(env: Record<string, string>) {
  const { url, prefix } = testRedis();
  return startApp("producer", {
    REDIS_URL: url,
    DASHQUEUE_PREFIX: prefix,
    PRODUCER_PORT: "0",
    ...env,
  });
}

it("serves requests until it is stopped, then ends its streams and held calls and exits", async () => {
  await using producer = await startProcess({ PRODUCER_TOKENS: "one" });
  const headers = { authorization: "Bearer one", "content-type": "application/json" };
  const post = (where: string, body: object) =>
    fetch(producer.url + where, { method: "POST", headers, body: JSON.stringify(body) });
  const answer = await post("/v1/generations", EXAMPLE);
  expect(answer.status).toBe(202);
  const { id } = (await answer.json()) as GenerationView;
  const stream = await fetch(`${producer.url}/v1/generations/${id}/events`, { headers });
  expect(stream.status).toBe(200);
  const call = post("/api/v1/services/aigc/multimodal-generation/generation", {
    model: "wan2.6-t2i",
    input: { messages: [{ role: "user", content: [{ text: "a cat" }] }] },
  });
  await waitFor(async () => {
    const metrics = await fetch(`${producer.url}/metrics`);
    return (await metrics.text()).includes("dashqueue_held_calls 1");
  });
  expect(await producer.stop()).toEqual({ code: 0, signal: null });
  expect((await call).status).toBe(503);
  expect(await stream.text()).toContain("event: generation-accepted");
});

it("stops while an upload is in progress", async () => {
  const archive = await mkdtemp(path.join(tmpdir(), "dashqueue-archive-"));
  await using producer = await startProcess({ ARCHIVE_URL: `file:${archive}` });
  const sending = request(`${producer.url}/v1/uploads`, { method: "POST" });
  sending
    .on("error", () => {})
    .write(Buffer.concat([mediaFile("image.png"), Buffer.alloc(70_000)]));
  const folder = path.join(archive, ".unfinished");
  await waitFor(async () => (await readdir(folder).catch(() => [])).length > 0);
  expect(await producer.stop()).toEqual({ code: 0, signal: null });
  await rm(archive, { recursive: true });
});

it("starts without Redis, reports that it is not ready, and stops cleanly", async () => {
  await using redis = await startRedis();
  await redis.kill();
  await using producer = await startProcess({ REDIS_URL: redis.url });
  expect((await fetch(`${producer.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${producer.url}/v1/generations`)).status).toBe(503);
  expect(await producer.stop()).toEqual({ code: 0, signal: null });
  // The connection says what is wrong. Nothing else repeats it.
  expect(producer.output()).not.toContain("bulk-failed");
});

it.each([
  [{ HOST: "0.0.0.0" }, ["PRODUCER_TOKENS: must be set"]],
  [
    { HOST: "0.0.0.0", PRODUCER_PORT: "x", REDIS_URL: "localhost", ARCHIVE_URL: "ftp://host" },
    ["PRODUCER_PORT:", "REDIS_URL:", "ARCHIVE_URL:", "PRODUCER_TOKENS:"],
  ],
])("does not start with %j", async (env, problems) => {
  const error: unknown = await startProcess(env).catch((error: unknown) => error);
  if (!(error instanceof AppStartError)) throw new Error("the producer started");
  expect(error.exit).toEqual({ code: 1, signal: null });
  for (const problem of problems) expect(error.output).toContain(problem);
});

it("listens on an open host if it has tokens", async () => {
  await using producer = await startProcess({
    HOST: "0.0.0.0",
    PRODUCER_TOKENS: "a-token-of-16-ch",
  });
  const { port } = new URL(producer.url);
  expect((await fetch(`http://127.0.0.1:${port}/v1/generations`)).status).toBe(401);
  await using stream = await readEvents(`http://127.0.0.1:${port}/v1/generations/x/events`);
  expect(stream.status).toBe(401);
});
