import { createAuditLog, createKeys, createReplicas } from "@dashqueue/queue/internal";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";
import { ADMIN } from "../fixtures/tenants.ts";

const NOW = Date.parse("2026-11-27T12:00:00Z");
const REPORT = {
  host: "oslo",
  pid: 7,
  version: "1.0.0",
  startedAt: NOW,
  stages: ["submit", "poll"],
  running: { poll: 2 },
  isDraining: false,
};
const ASKED = { by: expect.any(String) as string, at: "2026-11-27T12:00:00.000Z" };

const redis = new Redis(inject("redisUrl"));
let producer: RunningProducer;
beforeAll(async () => {
  producer = await startProducer({ adminTokens: [ADMIN], now: () => NOW });
});
afterAll(async () => {
  await producer[Symbol.asyncDispose]();
  await redis.quit();
});

async function send(method: string, path: string, token = ADMIN) {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${producer.url}/v1/admin/workers${path}`, { method, headers });
  return { status: answer.status, body: (await answer.json()) as object };
}

it("lists the workers, drains one and resumes it, and records that once", async () => {
  const replicas = createReplicas(redis, createKeys(producer.prefix));
  await replicas.announce("a", REPORT);
  const worker = { id: "a", host: "oslo", running: { poll: 2 } };
  expect((await send("GET", "")).body).toMatchObject({
    data: [{ ...worker, started_at: "2026-11-27T12:00:00.000Z", state: "running", drain: null }],
  });
  for (let times = 0; times < 2; times += 1)
    expect(await send("POST", "/a/drain")).toMatchObject({
      status: 200,
      body: { ...worker, state: "draining", drain: ASKED },
    });
  expect(await replicas.announce("a", REPORT)).toMatchObject({ at: NOW });
  for (let times = 0; times < 2; times += 1)
    expect((await send("POST", "/a/resume")).body).toMatchObject({ state: "running", drain: null });
  expect(await replicas.announce("a", REPORT)).toBeNull();
  const entries = await createAuditLog(redis, createKeys(producer.prefix)).list(0, 9);
  expect(entries.map(({ action }) => action)).toEqual([
    "POST /v1/admin/workers/a/resume",
    "POST /v1/admin/workers/a/drain",
  ]);
  expect(producer.log.join("\n")).toContain('"event":"worker-drain-asked","worker":"a"');
});

it("knows no worker that does not run, and nobody without a token of an operator", async () => {
  for (const action of ["drain", "resume"])
    expect((await send("POST", `/gone/${action}`)).status).toBe(404);
  expect((await send("GET", "", "wrong")).status).toBe(401);
});
