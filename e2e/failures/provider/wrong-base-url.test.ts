import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { AppStartError } from "@dashqueue/testing";
import { expect, it } from "vitest";

import { createFilms, startSystem } from "../../system.ts";

it("refuses to start with a base URL that is not the task API, and buys nothing", async () => {
  await using system = await startSystem();
  await createFilms(system, 1);
  const pages = createServer((_request, response) => {
    response.setHeader("content-type", "text/html").end("<title>Console</title>");
  });
  await once(pages.listen(0, "127.0.0.1"), "listening");
  const page = `http://127.0.0.1:${(pages.address() as AddressInfo).port}`;
  for (const baseUrl of [`${system.simulator.url}/compatible-mode/v1`, page]) {
    const started = system.startWorker({ DASHSCOPE_HTTP_BASE_URL: baseUrl });
    const error = await started.catch((error: unknown) => error);
    if (!(error instanceof AppStartError)) throw new Error("the worker started", { cause: error });
    expect(error.exit).toEqual({ code: 1, signal: null });
    expect(error.output).toContain("DASHSCOPE_HTTP_BASE_URL");
    expect(error.output).toContain("is not DashScope's task API");
  }
  pages.close();
  expect(system.simulator.tasks()).toEqual([]);
});

it("starts without the provider and with a wrong key, and reports both", async () => {
  await using system = await startSystem();
  const away = await system.startWorker({ DASHSCOPE_HTTP_BASE_URL: "http://127.0.0.1:1/api/v1" });
  await away.waitForLog(({ event }) => event === "provider-unreachable");
  const wrong = await system.startWorker({ DASHSCOPE_API_KEY: "sk-wrong" });
  await wrong.waitForLog(({ event }) => event === "account-refused");
  expect(wrong.output()).not.toContain("sk-wrong");
});
