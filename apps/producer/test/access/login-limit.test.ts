import { expect, it } from "vitest";

import { startProducer } from "../fixtures/running-producer.ts";

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const PATHS = ["/v1/generations", "/api/v1/tasks"];

it("answers 429 after ten wrong tokens of one address, on both APIs", async () => {
  await using producer = await startProducer({ tokens: ["right", "other"] });
  expect((await producer.get("/v1/generations", bearer("right"))).status).toBe(200);
  const statuses = [];
  for (let guess = 0; guess < 12; guess += 1)
    statuses.push((await producer.get(PATHS[guess % 2]!, bearer(`guess-${guess}`))).status);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);

  for (const path of PATHS) {
    const answer = await producer.get(path, bearer("other"));
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  const gateway = await producer.get("/api/v1/tasks", bearer("guess"));
  expect(await gateway.json()).toMatchObject({ code: "Throttling.RateQuota" });
  // This address has logged in with it before.
  expect((await producer.get("/v1/generations", bearer("right"))).status).toBe(200);
  expect((await producer.get("/v1/generations")).status).toBe(401);
});

it("counts by the client's address behind a trusted reverse proxy only", async () => {
  const from = (address: string, token: string) => ({
    ...bearer(token),
    "x-forwarded-for": address,
  });
  await using trusting = await startProducer({ tokens: ["right"], trustedProxies: ["loopback"] });
  for (let guess = 0; guess < 10; guess += 1)
    await trusting.get("/v1/generations", from("192.0.2.1", `guess-${guess}`));
  const statusOf = async (producer: typeof trusting, address: string) =>
    (await producer.get("/v1/generations", from(address, "right"))).status;
  expect(await statusOf(trusting, "192.0.2.1")).toBe(429);
  expect(await statusOf(trusting, "192.0.2.2")).toBe(200);

  await using direct = await startProducer({ tokens: ["right"] });
  for (let guess = 0; guess < 10; guess += 1)
    await direct.get("/v1/generations", from(`192.0.2.${guess}`, `guess-${guess}`));
  expect(await statusOf(direct, "192.0.2.99")).toBe(429);
});
