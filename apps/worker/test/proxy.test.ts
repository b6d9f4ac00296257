import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";

import type { CreateRequest } from "@dashqueue/dashscope";
import { findModel } from "@dashqueue/dashscope";
import { startSimulator } from "@dashqueue/simulator";
import { startProxy } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { createClients } from "../src/accounts/clients.ts";

const REQUEST = JSON.parse(
  readFileSync(new URL("../../../examples/image-reference.json", import.meta.url), "utf8"),
) as CreateRequest;
const NOBODY = "http://127.0.0.1:1";

/** The client of an account at this base URL, through a proxy. */
function clientThrough(proxyUrl: string, baseUrl: string, timeoutMs = 20_000) {
  const proxy = { HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl, NO_PROXY: "" };
  const account = { name: "default", apiKey: "sk-simulator", weight: 1, baseUrl, limits: {} };
  const { at, close } = createClients([account], { timeoutMs, findModel, proxy, now: Date.now });
  return { client: at({ account: "default", baseUrl })!, [Symbol.dispose]: close };
}

async function startServer(onConnection: (socket: Socket) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on("error", () => {}));
    onConnection(socket);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

it("sends create requests and queries through the proxy, by the name of the host", async () => {
  await using simulator = await startSimulator({});
  await using proxy = await startProxy({ route: () => simulator.url });
  using through = clientThrough(proxy.url, "http://dashscope.example/api/v1");
  expect((await through.client.create(REQUEST)).kind).toBe("accepted");
  expect((await through.client.list({ page: 1, pageSize: 1 })).kind).toBe("rows");
  expect((await through.client.checkEndpoint()).kind).toBe("ready");
  expect(proxy.requested).toEqual([
    expect.stringMatching(/^http:\/\/dashscope\.example\/api\/v1\/services\//),
    expect.stringMatching(/^http:\/\/dashscope\.example\/api\/v1\/tasks\//),
    "http://dashscope.example/api/v1/tasks/?page_no=1&page_size=1",
  ]);
});

it("returns not-sent if the proxy refuses, is away, or leads elsewhere (G1)", async () => {
  await using refusing = await startProxy({ route: () => NOBODY, refuseWith: 407 });
  using withoutTls = await startServer((socket) => socket.once("data", () => socket.destroy()));
  await using elsewhere = await startProxy({ route: () => withoutTls.url });
  for (const url of [refusing.url, elsewhere.url, NOBODY]) {
    using through = clientThrough(url, "https://dashscope.example/api/v1");
    expect([url, (await through.client.create(REQUEST)).kind]).toEqual([url, "not-sent"]);
  }
  expect(refusing.requested).toEqual(["dashscope.example:443"]);
  expect(elsewhere.requested).toEqual(["dashscope.example:443"]);
});

it("returns not-sent if the proxy does not answer in time (G1)", async () => {
  using silent = await startServer(() => {});
  using through = clientThrough(silent.url, "https://dashscope.example/api/v1", 500);
  expect((await through.client.create(REQUEST)).kind).toBe("not-sent");
});
