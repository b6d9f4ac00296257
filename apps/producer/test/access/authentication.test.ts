import { expect, it } from "vitest";

import { EXAMPLE } from "../fixtures/example.ts";
import { startProducer } from "../fixtures/running-producer.ts";

it("answers 401 without a valid token on every API path, before it reads the body", async () => {
  await using producer = await startProducer({ tokens: ["one", "two"] });
  for (const path of [
    "/v1/generations",
    "/v1/generations/x",
    "/v1/generations/x/events",
    "/v1/generations/x/files/y",
    "/v1/no",
  ]) {
    for (const headers of [
      {},
      { authorization: "Bearer three" },
      { authorization: "Basic b25lOg==" },
    ]) {
      const answer = await producer.get(path, headers);
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe('Bearer realm="dashqueue"');
      expect(await answer.json()).toMatchObject({ status: 401, title: "Unauthorized" });
    }
  }
  expect((await producer.post("{", {})).status).toBe(401);
  expect((await producer.cancel("x")).status).toBe(401);
});

it("accepts every configured token", async () => {
  await using producer = await startProducer({ tokens: ["one", "two"] });
  for (const token of ["one", "two"]) {
    expect((await producer.post(EXAMPLE, { authorization: `Bearer ${token}` })).status).toBe(202);
  }
});

it("serves health and metrics without a token, and reveals nothing of a caller (G7)", async () => {
  await using producer = await startProducer({ tokens: ["one"] });
  await producer.post(EXAMPLE, { authorization: "Bearer one" });
  await producer.post({}, { authorization: "Bearer one" });
  await producer.get("/v1/generations/gen_1", { authorization: "Bearer one" });
  expect((await producer.get("/healthz")).status).toBe(200);
  expect((await producer.get("/readyz")).status).toBe(200);
  const metrics = await (await producer.get("/metrics")).text();
  expect(metrics).toContain('dashqueue_generation_requests_total{answer="accepted"} 1');
  expect(metrics).toContain('dashqueue_generation_requests_total{answer="invalid"} 1');
  expect(metrics).toContain('_count{method="GET",route="/v1/generations/:id",status="404"} 1');
  expect(metrics).not.toContain("gen_1");
});
