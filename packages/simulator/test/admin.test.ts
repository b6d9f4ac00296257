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
  const { status, text } = await send(`${simulator.url}/v1/generations?limit=1`);
  expect([status, text]).toEqual([404, expect.stringContaining("PRODUCER_PORT")]);
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
