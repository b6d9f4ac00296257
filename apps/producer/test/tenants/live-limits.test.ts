import { createAuditLog, createKeys, createWorkerReports } from "@dashqueue/queue/internal";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";
import { ADMIN } from "../fixtures/tenants.ts";

const MODEL = "wan2.1-vace-plus";
const NOW = Date.parse("2026-11-27T12:00:00Z");
const PAUSE = { max_in_flight: 0, submits_per_second: 1 };

const redis = new Redis(inject("redisUrl"));
let producer: RunningProducer;
beforeAll(async () => {
  producer = await startProducer({ adminTokens: [ADMIN], now: () => NOW });
});
afterAll(async () => {
  await producer[Symbol.asyncDispose]();
  await redis.quit();
});

async function send(method: string, path: string, body?: unknown, token = ADMIN) {
  const answer = await fetch(`${producer.url}/v1/admin/limits${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
}

it("sets, lists and removes the limits of a model on an account, by the operator's name", async () => {
  const limit = { account: "default", model: MODEL, ...PAUSE };
  const set = await send("PUT", `/default/${MODEL}`, PAUSE);
  expect(set).toMatchObject({
    status: 200,
    body: { ...limit, set_at: "2026-11-27T12:00:00.000Z" },
  });
  expect((await send("GET", "")).body).toEqual({ data: [set.body] });
  await send("PUT", `/default/${MODEL}`, { ...PAUSE, max_in_flight: 7 });
  expect((await send("GET", "")).body).toMatchObject({ data: [{ ...limit, max_in_flight: 7 }] });
  expect((await send("DELETE", `/default/${MODEL}`)).status).toBe(204);
  expect((await send("DELETE", `/default/${MODEL}`)).status).toBe(404);
  expect((await send("GET", "")).body).toEqual({ data: [] });
  const entries = await createAuditLog(redis, createKeys(producer.prefix)).list(0, 9);
  expect(entries.map(({ action, changes }) => [action.split(" ")[0], changes])).toEqual([
    ["DELETE", "max_in_flight 7 → none, submits_per_second 1 → none"],
    ["PUT", "max_in_flight 0 → 7"],
    ["PUT", "max_in_flight none → 0, submits_per_second none → 1"],
  ]);
  const said = producer.log.join("\n");
  expect(said).toContain('"event":"limit-set","account":"default"');
  expect(said).toContain('"event":"limit-removed"');
});

it("names every problem, an unknown model and an account that no worker has", async () => {
  const wrong = await send("PUT", "/default/*", { max_in_flight: -1, submits: 1 });
  expect(wrong.status).toBe(400);
  expect(wrong.body.errors).toHaveLength(3);
  expect(await send("PUT", "/default/wan9", PAUSE)).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining("There is no model wan9") },
  });
  const paris = { baseUrl: "https://dashscope.example/api/v1", limits: {}, feedAhead: 0 };
  const reports = createWorkerReports(redis, createKeys(producer.prefix), "worker");
  await reports.exchange({ paris: { ...paris, keyRefused: null } });
  expect(await send("PUT", "/lyon/*", PAUSE)).toMatchObject({
    status: 404,
    body: { detail: "No worker has an account lyon. There are: paris." },
  });
  expect((await send("PUT", "/paris/*", PAUSE)).status).toBe(200);
});

it("is for operators only", async () => {
  expect((await send("PUT", "/default/*", PAUSE, "another-token")).status).toBe(401);
});
