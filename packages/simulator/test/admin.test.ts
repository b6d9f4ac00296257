import { readFile } from "node:fs/promises";
import path from "node:path";

import { expect, test } from "vitest";

import { startSimulator } from "../src/index.ts";
import { API_KEY, create, finish, send, vaceBody } from "./client.ts";

const JSON_HEADERS = { "content-type": "application/json" };

test("reads the same over HTTP as in code", async () => {
  await using simulator = await startSimulator({ pendingMs: 0, runningMs: 0 });
  await finish(simulator, vaceBody("a girl on a bridge"));
  const read = async (name: string) =>
    JSON.parse((await send(`${simulator.url}/__admin/${name}`)).text) as unknown;
  expect(await read("tasks")).toEqual({ tasks: simulator.tasks() });
  expect(await read("ledger")).toEqual(simulator.ledger());
  expect(await read("requests")).toEqual({ requests: simulator.requests() });
  expect(await read("stats")).toEqual(simulator.stats());
  expect(simulator.ledger().entries).toMatchObject([
    { prompt: "a girl on a bridge", charged: "3.50" },
  ]);
});

test("accepts a valid fault and names the problems of an invalid one", async () => {
  await using simulator = await startSimulator();
  const post = async (fault: unknown) =>
    send(`${simulator.url}/__admin/faults`, {
      method: "POST",
      headers: JSON_HEADERS,
      body: JSON.stringify(fault),
    });
  expect((await post({ on: "create", do: { kind: "drop" } })).status).toBe(204);
  await expect(create(simulator)).rejects.toThrow("fetch failed");
  const refused = await post({ on: "creat", do: { kind: "drop" } });
  expect(refused.status).toBe(400);
  expect(JSON.parse(refused.text)).toMatchObject({ errors: [{ path: "on" }] });
});

test("changes the standing of an account", async () => {
  await using simulator = await startSimulator({
    apiKeys: { [API_KEY]: "paris", "sk-other": "rome" },
  });
  const putOf = (account: string, standing: string) =>
    send(`${simulator.url}/__admin/accounts/${account}`, {
      method: "PUT",
      headers: JSON_HEADERS,
      body: JSON.stringify({ standing }),
    });
  const put = async (standing: string) => (await putOf("paris", standing)).status;
  expect(await put("revoked")).toBe(204);
  expect(await create(simulator)).toMatchObject({ status: 401, body: { code: "InvalidApiKey" } });
  expect(await put("in-arrears")).toBe(204);
  expect(await create(simulator)).toMatchObject({ status: 400, body: { code: "Arrearage" } });
  expect(await put("good")).toBe(204);
  expect(await create(simulator)).toMatchObject({ status: 200 });
  expect(await put("rich")).toBe(400);
  const refused = await putOf("prague", "revoked");
  expect([refused.status, refused.text]).toEqual([404, expect.stringContaining("paris, rome")]);
});

test("answers calls of dashqueue's API with where that API is", async () => {
  await using simulator = await startSimulator();
  for (const path of ["/v1/generations?limit=1", "/", "/healthz"]) {
    const { status, text } = await send(simulator.url + path);
    expect([status, text]).toEqual([404, expect.stringContaining("PRODUCER_PORT")]);
  }
});

test("reads a body as JSON whatever its type", async () => {
  await using simulator = await startSimulator({ apiKeys: { [API_KEY]: "paris" } });
  const url = `${simulator.url}/__admin/accounts/paris`;
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = JSON.stringify({ standing: "in-arrears" });
  expect((await send(url, { method: "PUT", headers, body })).status).toBe(204);
  expect(await create(simulator)).toMatchObject({ body: { code: "Arrearage" } });
});

test.each([
  ["a body that is not JSON", "PUT", "accounts/paris", '{"standing":', 400, "JSON"],
  ["a body that is too large", "PUT", "rates", `"${"x".repeat(200_000)}"`, 413, "too large"],
  ["no body", "PUT", "accounts/paris", undefined, 400, "in-arrears"],
  ["an unknown standing", "PUT", "accounts/paris", '{"standing":"x"}', 400, "in-arrears"],
  ["an unknown account", "PUT", "accounts/prague", "{}", 404, "There are paris, rome."],
  ["an unknown preset", "POST", "faults/unknown", undefined, 404, "lost-answer, "],
  ["a rate of an unknown preset", "PUT", "rates", '{"rates":{"x":1}}', 400, "lost-answer, "],
  ["a path that cannot be decoded", "PUT", "accounts/%E0%A4", "{}", 400, "decode"],
  ["an unknown path", "GET", "nothing", undefined, 404, "GET /__admin/tasks, "],
  ["no path", "GET", "", undefined, 404, "GET /__admin/tasks, "],
  ["a wrong method", "GET", "reset", undefined, 404, "POST /__admin/reset"],
])(
  "answers %s with a problem that says what is expected",
  async (_name, method, path, body, status, text) => {
    await using simulator = await startSimulator({ apiKeys: { a: "paris", b: "rome" } });
    const answer = await send(`${simulator.url}/__admin/${path}`, {
      method,
      headers: JSON_HEADERS,
      ...(body === undefined ? {} : { body }),
    });
    expect(answer.status).toBe(status);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(JSON.parse(answer.text)).toMatchObject({ status });
    expect(answer.text).toContain(text);
  },
);

test("names each of its calls, as the README does", async () => {
  await using simulator = await startSimulator();
  const { text } = await send(`${simulator.url}/__admin`);
  const readme = await readFile(path.resolve(import.meta.dirname, "../README.md"), "utf8");
  const calls = (from: string) => from.match(/(?:GET|PUT|POST) \/__admin\/[\w{}/]+/g);
  expect(calls(text)).toEqual(calls(readme));
});

test("resets tasks, requests, counts and faults", async () => {
  await using simulator = await startSimulator();
  await create(simulator);
  await create(simulator);
  simulator.script({ on: "create", do: { kind: "drop" } });
  expect((await send(`${simulator.url}/__admin/reset`, { method: "POST" })).status).toBe(204);
  expect(simulator.tasks()).toEqual([]);
  expect(simulator.requests()).toEqual([]);
  expect(simulator.stats()).toMatchObject({
    lanes: [],
    throttled: { "submit-rate": 0 },
    requests: {},
  });
  expect((await create(simulator)).status).toBe(200);
});
