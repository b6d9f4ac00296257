import type { Router } from "express";
import { afterAll, beforeAll, expect, it } from "vitest";

import { PATHS } from "../../src/operations/paths.ts";
import { problemOf } from "../fixtures/problem.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";

let producer: RunningProducer;
beforeAll(async () => void (producer = await startProducer()));
afterAll(() => producer[Symbol.asyncDispose]());

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: Partial<Router>;
}

/** Every route of an app and of its routers, without DashScope's own API. */
function routesOf({ stack = [] }: Partial<Router>): string[] {
  return (stack as unknown as readonly Layer[]).flatMap(({ route, handle }) =>
    route === undefined
      ? routesOf(handle)
      : Object.keys(route.methods).map(
          (method) => `${method} ${route.path.replace("/*id", "/:id")}`,
        ),
  );
}

it("documents every route, and no other", async () => {
  await using closed = await startProducer({ adminTokens: ["an-admin-token-of-a-test"] });
  const paths = Object.entries(PATHS).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
  );
  const routes = routesOf(closed.app.router).filter((route) => !GATEWAY.test(route));
  expect([...new Set(routes)].toSorted()).toEqual(paths.toSorted());
});

const GATEWAY = / \/(tasks|services|uploads|\*)/;

it("names every kind of error with its advice, every event and the webhook", async () => {
  const document = await (await producer.get("/openapi.json")).text();
  for (const word of [
    "spend_limit",
    "Raise DAILY_SPEND_LIMIT",
    "task-appeared",
    "generation.failed",
  ])
    expect(document).toContain(word);
  expect(JSON.parse(document)).toMatchObject({
    openapi: "3.1.1",
    components: { schemas: { Generation: {}, Problem: {}, Event: {}, WebhookMessage: {} } },
  });
});

it("serves the guides to which errors and waiting generations link", async () => {
  const page = await producer.get("/docs/operations/errors");
  expect(page.headers.get("content-type")).toMatch(/^text\/html/);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const text = await page.text();
  expect(text).toContain('<h3 id="spend_limit">');
  expect(text).toContain('<a href="/docs/operations/waiting">waiting.md</a>');
  expect(text).toContain('<a href="/docs/guides">');
  const index = await (await producer.get("/docs/guides")).text();
  expect(index).toContain('<a href="/docs/operations/errors">Errors</a>');
  const chinese = await (await producer.get("/docs/zh/guides")).text();
  expect(chinese).toContain('<a href="/docs/zh/operations/errors">错误</a>');
  expect(chinese).toContain('<a href="/docs/guides">English</a>');
  for (const missing of ["operations/nothing", "operations", "%2e%2e/README", "..%2fREADME"])
    expect((await producer.get(`/docs/${missing}`)).status).toBe(404);
});

it("serves a page that needs no other host", async () => {
  expect(await (await producer.get("/")).text()).toContain('href="/docs"');
  const page = await producer.get("/docs");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const html = await page.text();
  const links = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = ""]) => link);
  expect(links.length).toBeGreaterThan(3);
  for (const link of links) {
    expect(link).toMatch(/^\/docs\//);
    expect((await producer.get(link)).status).toBe(200);
  }
});

it.each([
  ["DELETE", "/v1/generations", "GET, HEAD, POST, OPTIONS"],
  ["GET", "/v1/generations/gen_1/cancel", "POST, OPTIONS"],
  ["PUT", "/v1/models/wan2.6-t2v", "GET, HEAD, OPTIONS"],
])("answers 405 to %s %s", async (method, path, allow) => {
  const answer = await fetch(producer.url + path, { method });
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, allow]);
  expect((await problemOf(answer)).detail).toContain(allow);
});

it("answers OPTIONS with the methods of the path", async () => {
  const answer = await fetch(`${producer.url}/v1/generations`, { method: "OPTIONS" });
  expect([answer.status, answer.headers.get("allow")]).toEqual([204, "GET, HEAD, POST, OPTIONS"]);
});
