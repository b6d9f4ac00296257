import { afterAll, beforeAll, expect, it } from "vitest";

import { EXAMPLE } from "../fixtures/example.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";
import { ADMIN, adminOf } from "../fixtures/tenants.ts";

let producer: RunningProducer;
let admin: ReturnType<typeof adminOf>;
beforeAll(async () => {
  producer = await startProducer({ adminTokens: [ADMIN] });
  admin = adminOf(producer);
});
afterAll(() => producer[Symbol.asyncDispose]());

it("holds max_queued exactly when submissions arrive at once, and says what helps", async () => {
  const headers = await admin.create("full", { limits: { max_queued: 3 } });
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => producer.post(EXAMPLE, headers)),
  );
  const withStatus = (wanted: number) => answers.filter(({ status }) => status === wanted);
  expect([withStatus(202).length, withStatus(429).length]).toEqual([3, 5]);
  const [refused] = withStatus(429);
  expect(refused?.headers.get("retry-after")).toBe("10");
  expect(await refused?.json()).toMatchObject({
    detail: expect.stringMatching(/3 queued generations.*max_queued/),
  });
  const [accepted] = withStatus(202) as [Response];
  const { id } = (await accepted.json()) as { id: string };
  const canceled = await fetch(`${producer.url}/v1/generations/${id}/cancel`, {
    method: "POST",
    headers,
  });
  expect(canceled.status).toBe(200);
  expect((await producer.post(EXAMPLE, headers)).status).toBe(202);
});

it("repeats a request beyond the limit, because it stores nothing (G10)", async () => {
  const headers = {
    ...(await admin.create("repeats", { limits: { max_queued: 1 } })),
    "idempotency-key": "order-1",
  };
  const [first, second] = [
    await producer.post(EXAMPLE, headers),
    await producer.post(EXAMPLE, headers),
  ];
  expect([first.status, second.status]).toEqual([202, 202]);
  expect(await second.json()).toEqual(await first.json());
});

it("limits the submissions of a minute, and says when the limit resets", async () => {
  const headers = await admin.create("fast", { limits: { submits_per_minute: 2 } });
  const statuses = [];
  for (let sent = 0; sent < 2; sent += 1)
    statuses.push((await producer.post(EXAMPLE, headers)).status);
  expect(statuses).toEqual([202, 202]);
  const refused = await producer.post(EXAMPLE, headers);
  expect(refused.status).toBe(429);
  const seconds = Number(refused.headers.get("retry-after"));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(await refused.json()).toMatchObject({
    detail: expect.stringContaining(`resets in ${seconds} s`),
  });
  // Live: the next submission reads the new limit.
  await admin.send("PATCH", "/fast", { limits: { submits_per_minute: null } });
  expect((await producer.post(EXAMPLE, headers)).status).toBe(202);
});

it("refuses a model that the tenant may not use, at both APIs", async () => {
  const headers = await admin.create("picky", { limits: { models: ["wan2.6-t2v"] } });
  expect((await producer.post(EXAMPLE, headers)).status).toBe(403);
  const created = await fetch(
    `${producer.url}/api/v1/services/aigc/video-generation/video-synthesis`,
    {
      method: "POST",
      headers: { ...headers, "x-dashscope-async": "enable" },
      body: JSON.stringify(EXAMPLE),
    },
  );
  expect(created.status).toBe(403);
  expect(await created.json()).toMatchObject({
    code: "AccessDenied",
    message: expect.stringContaining("may not use the model"),
  });
  const allowed = { model: "wan2.6-t2v", input: { prompt: "a girl" } };
  expect((await producer.post(allowed, headers)).status).toBe(202);
});

it("limits the default tenant, too", async () => {
  await using open = await startProducer({ adminTokens: [ADMIN], tokens: ["one"] });
  const headers = { authorization: "Bearer one" };
  expect((await open.post(EXAMPLE, headers)).status).toBe(202);
  // What was accepted before the first settings counts.
  await adminOf(open).send("PATCH", "/default", { limits: { max_queued: 2 } });
  expect((await open.post(EXAMPLE, headers)).status).toBe(202);
  expect((await open.post(EXAMPLE, headers)).status).toBe(429);
});
