import { expect, test } from "vitest";

import { startSimulator } from "../src/index.ts";
import { create, finish, key, send, vaceBody } from "./client.ts";

const json = { "content-type": "application/json" };

test("shows the same as the library", async () => {
  await using simulator = await startSimulator({ pendingMs: 0, runningMs: 0 });
  await finish(simulator, vaceBody("an intent of its own"));
  const read = async (name: string) =>
    JSON.parse((await send(`${simulator.url}/__admin/${name}`)).text) as unknown;
  expect(await read("tasks")).toEqual({ tasks: simulator.tasks() });
  expect(await read("ledger")).toEqual(simulator.ledger());
  expect(await read("requests")).toEqual({ requests: simulator.requests() });
  expect(await read("stats")).toEqual(simulator.stats());
  expect(simulator.ledger().entries).toMatchObject([
    { prompt: "an intent of its own", charged: "3.50" },
  ]);
});

test("takes faults, and says what is wrong with others", async () => {
  await using simulator = await startSimulator();
  const post = async (fault: unknown) =>
    send(`${simulator.url}/__admin/faults`, {
      method: "POST",
      headers: json,
      body: JSON.stringify(fault),
    });
  expect((await post({ on: "create", do: { kind: "drop" } })).status).toBe(204);
  await expect(create(simulator)).rejects.toThrow("fetch failed");
  const refused = await post({ on: "creat", do: { kind: "drop" } });
  expect(refused.status).toBe(400);
  expect(JSON.parse(refused.text)).toMatchObject({ errors: [{ path: "on" }] });
});

test("lets an account fall from grace, and come back", async () => {
  await using simulator = await startSimulator({ apiKeys: { [key]: "paris", "sk-other": "rome" } });
  const put = async (standing: string) =>
    (
      await send(`${simulator.url}/__admin/accounts/paris`, {
        method: "PUT",
        headers: json,
        body: JSON.stringify({ standing }),
      })
    ).status;
  expect(await put("revoked")).toBe(204);
  expect(await create(simulator)).toMatchObject({ status: 401, body: { code: "InvalidApiKey" } });
  expect(await put("in-arrears")).toBe(204);
  expect(await create(simulator)).toMatchObject({ status: 400, body: { code: "Arrearage" } });
  expect(await put("good")).toBe(204);
  expect(await create(simulator)).toMatchObject({ status: 200 });
  expect(await put("rich")).toBe(400);
});

test("resets", async () => {
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
