import { startRedis, waitFor } from "@dashqueue/testing";
import { expect, test } from "vitest";

import { readEvents } from "./event-reader.ts";
import { bring, EXAMPLE, startProducer } from "./running-producer.ts";

async function expectUnavailable(answer: Response): Promise<void> {
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("2");
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
}

test("answers 503 while Redis is away, and loses nothing that it accepted", async () => {
  await using redis = await startRedis({ appendOnly: true });
  await using producer = await startProducer({ redisUrl: redis.url });
  await waitFor(async () => (await producer.get("/readyz")).ok);
  const { id } = await producer.accept();

  await redis.kill();
  await waitFor(async () => (await producer.get("/readyz")).status === 503);
  await expectUnavailable(await producer.get("/readyz"));
  await expectUnavailable(await producer.post(EXAMPLE));
  await expectUnavailable(await producer.get(`/v1/generations/${id}`));
  await expectUnavailable(await producer.get("/v1/generations"));
  await expectUnavailable(await producer.cancel(id));
  await expectUnavailable(await producer.get(`/v1/generations/${id}/events`));
  await expectUnavailable(await producer.get(`/v1/generations/${id}/files/video.mp4`));
  expect((await producer.get("/healthz")).status).toBe(200);
  // What is wrong is wrong without Redis as well.
  expect((await producer.post({})).status).toBe(400);

  await redis.restart();
  await waitFor(async () => (await producer.get("/readyz")).ok);
  expect((await producer.get(`/v1/generations/${id}`)).status).toBe(200);
  await producer.accept();
});

test("starts without Redis, and works when it comes", async () => {
  await using redis = await startRedis({ appendOnly: true });
  await redis.kill();
  await using producer = await startProducer({ redisUrl: redis.url });
  await expectUnavailable(await producer.get("/readyz"));
  await expectUnavailable(await producer.post(EXAMPLE));
  await redis.restart();
  await waitFor(async () => (await producer.get("/readyz")).ok);
  const { id } = await producer.accept();
  await using stream = await readEvents(`${producer.url}/v1/generations/${id}/events`);
  expect(await stream.next()).toMatchObject({ event: "generation-accepted" });
});

test("an open stream outlives Redis, and misses nothing", async () => {
  await using redis = await startRedis({ appendOnly: true });
  await using producer = await startProducer({ redisUrl: redis.url });
  await waitFor(async () => (await producer.get("/readyz")).ok);
  const { id } = await producer.accept();
  await using stream = await readEvents(`${producer.url}/v1/generations/${id}/events`);
  expect(await stream.next()).toMatchObject({ event: "generation-accepted" });
  await bring(producer.store, id, "submitting");
  await redis.kill();
  await redis.restart();
  await waitFor(async () => (await producer.get("/readyz")).ok);
  // Some of this may happen before the producer hears again.
  await bring(producer.store, id, "succeeded");
  expect((await stream.rest()).map(({ data }) => data.status)).toEqual([
    "submitting",
    "running",
    "archiving",
    "succeeded",
  ]);
});

test("a Redis that hangs does not hang the callers", async () => {
  await using redis = await startRedis();
  await using producer = await startProducer({ redisUrl: redis.url });
  await waitFor(async () => (await producer.get("/readyz")).ok);
  process.kill(redis.pid, "SIGSTOP");
  try {
    await expectUnavailable(await producer.post(EXAMPLE));
    await expectUnavailable(await producer.get("/readyz"));
  } finally {
    process.kill(redis.pid, "SIGCONT");
  }
  await waitFor(async () => (await producer.get("/readyz")).ok);
  expect(await producer.accept()).toMatchObject({ status: "queued" });
});
