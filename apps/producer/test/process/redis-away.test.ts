import { startRedis, waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import { readEvents } from "../fixtures/event-reader.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import { startProducer } from "../fixtures/running-producer.ts";

async function expectUnavailable(answer: Response): Promise<void> {
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("2");
  expect(answer.headers.get("content-type")).toContain("application/problem+json");
}

it("answers 503 while Redis is away, and keeps every acknowledged request (G9)", async () => {
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
  // Validation needs no Redis.
  expect((await producer.post({})).status).toBe(400);

  await redis.restart();
  await waitFor(async () => (await producer.get("/readyz")).ok);
  expect((await producer.get(`/v1/generations/${id}`)).status).toBe(200);
  await producer.accept();
});

it("starts without Redis, and serves requests once Redis is up", async () => {
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

it("resumes an open stream after a Redis restart without losing an event", async () => {
  await using redis = await startRedis({ appendOnly: true });
  await using producer = await startProducer({ redisUrl: redis.url });
  await producer.remembered;
  await waitFor(async () => (await producer.get("/readyz")).ok);
  const { id } = await producer.accept();
  await using stream = await readEvents(`${producer.url}/v1/generations/${id}/events`);
  expect(await stream.next()).toMatchObject({ event: "generation-accepted" });
  await advance(producer.store, id, "submitting");
  await redis.kill();
  await redis.restart();
  await waitFor(async () => (await producer.get("/readyz")).ok);
  // Some of these changes may come before the producer has subscribed again.
  await advance(producer.store, id, "succeeded");
  const rest = await stream.rest();
  expect(rest.pop()?.event).toBe("generation");
  expect(rest.map(({ data }) => data.status)).toEqual([
    "submitting",
    "running",
    "archiving",
    "succeeded",
  ]);
});

it("answers 503 in time while Redis hangs", async () => {
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
