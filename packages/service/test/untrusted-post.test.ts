import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, expect, it } from "vitest";

import { createUntrustedFetch } from "../src/index.ts";

const BODIES: Readonly<Record<string, (response: ServerResponse) => void>> = {
  "/endless": (response) => {
    const drip = setInterval(() => response.write("x"), 10);
    response.once("close", () => clearInterval(drip));
    response.write("x");
  },
  "/large": (response) => {
    response.writeHead(200, { "content-length": 10 * 1024 ** 3 }).write("x");
  },
  "/broken-gzip": (response) => {
    response.writeHead(200, { "content-encoding": "gzip" }).end("not gzip");
  },
  "/unavailable": (response) => {
    response.writeHead(503, { "retry-after": "120" }).write("x");
  },
};
const answers: ServerResponse[] = [];
const server = createServer((request, response) => {
  answers.push(response);
  BODIES[request.url ?? ""]?.(response);
});
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

it.each([
  ["/endless", 200, null],
  ["/large", 200, null],
  ["/broken-gzip", 200, null],
  ["/unavailable", 503, "120"],
])("returns the status of %s without reading the body", async (path, status, retryAfter) => {
  const { post } = createUntrustedFetch(["127.0.0.1"]);
  const posted = await post(url + path, "{}", {}, new AbortController().signal);
  expect(posted).toEqual({ status, retryAfter });
  const answer = answers.at(-1)!;
  if (!answer.closed) await once(answer, "close");
});

it("stops waiting for a receiver that sends no headers when its signal aborts", async () => {
  const closing = new AbortController();
  server.once("request", () => closing.abort());
  const { post } = createUntrustedFetch(["127.0.0.1"]);
  await expect(post(`${url}/silent`, "{}", {}, closing.signal)).rejects.toThrow("cancel");
});
