import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { buffer } from "node:stream/consumers";

import { findFreePort, startApp } from "@dashqueue/testing";
import { expect, it } from "vitest";

const script = path.join(import.meta.dirname, "stand-ins/service.ts");

it("sends spans by OTLP as protobuf, the last ones before the process ends", async () => {
  const received: { readonly path?: string; readonly type?: string; readonly body: Buffer }[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const { url = "", headers } = request;
    const body = await buffer(request);
    received.push({ path: url, type: headers["content-type"] ?? "", body });
    response.end();
  };
  await using server = createServer((request, response) => void receive(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = { BEHAVIOR: "traces", OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
  await using app = await startApp("stand-in", env, { script });
  expect(await app.stop()).toEqual({ code: 0, signal: null });
  const [first] = received;
  expect(first).toMatchObject({ path: "/v1/traces", type: "application/x-protobuf" });
  // In protobuf, texts are as they are.
  for (const text of ["dashqueue-stand-in", "stand-in work"])
    expect(first?.body.includes(text), text).toBe(true);
});

it("says that spans are lost, and goes on, if the collector is away", async () => {
  const endpoint = `http://127.0.0.1:${await findFreePort()}`;
  const env = {
    BEHAVIOR: "traces",
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_TIMEOUT: "500",
    OTEL_BSP_SCHEDULE_DELAY: "50",
  };
  await using app = await startApp("stand-in", env, { script });
  expect(await app.waitForLog((line) => line.event === "traces-lost")).toMatchObject({
    reason: `connect ECONNREFUSED ${new URL(endpoint).host}`,
  });
  expect(await app.stop()).toEqual({ code: 0, signal: null });
});

it("refuses to start with a protocol that it does not speak", async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://h:4317", OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" };
  await expect(startApp("stand-in", env, { script })).rejects.toThrow("must be http/protobuf");
});
