import { once } from "node:events";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";

import { expect, it } from "vitest";

import { EXAMPLE } from "../fixtures/example.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

const WRITES = ["/v1/generations", "/v1/generations/gen_1/regenerate", "/v1/uploads"];
const GATEWAY = "/api/v1/services/aigc/video-generation/video-synthesis";

/** Sends headers that `fetch` does not let through. */
async function send(
  { url }: RunningProducer,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; body: Record<string, unknown> }> {
  const sent = request(url + path, { method, headers });
  sent.end(method === "POST" ? JSON.stringify(EXAMPLE) : undefined);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return { status: answer.statusCode, body: (await json(answer)) as Record<string, unknown> };
}

it("refuses every write that a page of another site sends", async () => {
  await using producer = await startProducer();
  const foreign: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
    { "sec-fetch-site": "same-site", origin: "http://127.0.0.1:1" },
    { origin: "https://evil.example" },
    { origin: "null" },
  ];
  for (const path of [...WRITES, GATEWAY])
    for (const headers of foreign) {
      const { status, body } = await send(producer, "POST", path, headers);
      expect([path, status]).toEqual([path, 403]);
      expect(body["detail"]).toContain("Pages of other sites");
    }
  expect(await producer.store.list({ limit: 1 })).toEqual([]);
});

it("refuses such a write with a token, too", async () => {
  await using producer = await startProducer({ tokens: ["one"] });
  const headers = { authorization: "Bearer one", origin: "https://evil.example" };
  expect((await send(producer, "POST", "/v1/generations", headers)).status).toBe(403);
});

it("accepts writes of its own page and of clients that are not browsers", async () => {
  await using producer = await startProducer({ publicUrl: "https://queue.example" });
  const own: Record<string, string>[] = [
    {},
    { origin: producer.url },
    { origin: "https://queue.example" },
    { "sec-fetch-site": "same-origin", origin: "https://any.example" },
    { "sec-fetch-site": "none" },
  ];
  for (const headers of own)
    expect(await producer.post(EXAMPLE, headers)).toHaveProperty("status", 202);
});

it("refuses requests for other hosts without tokens, reads included (DNS rebinding)", async () => {
  await using producer = await startProducer({ publicUrl: "https://queue.example" });
  const { port } = new URL(producer.url);
  for (const path of ["/v1/generations", "/api/v1/tasks", "/v1/generations/gen_1/files/a.png"]) {
    const rebound = { host: `evil.example:${port}`, "sec-fetch-site": "same-origin" };
    const { status, body } = await send(producer, "GET", path, rebound);
    expect([path, status]).toEqual([path, 403]);
    expect(body["detail"]).toContain("PRODUCER_TOKENS");
  }
  for (const host of [`localhost:${port}`, `[::1]:${port}`, "queue.example"])
    expect((await send(producer, "GET", "/v1/generations", { host })).status).toBe(200);
  expect(producer.log.join("")).toContain('"event":"host-refused"');
});

it("accepts any host with tokens, and completion events in either case", async () => {
  await using producer = await startProducer({ tokens: ["one"] });
  const headers = { host: "queue.example", authorization: "Bearer one" };
  expect((await send(producer, "GET", "/v1/generations", headers)).status).toBe(200);
  const callbackToken = "a-token-of-event-bridge";
  await using open = await startProducer({ callbackToken });
  const event = { host: "queue.example", "x-eventbridge-signature-token": callbackToken };
  expect((await send(open, "POST", "/v1/callbacks/eventbridge", event)).status).toBe(400);
});
