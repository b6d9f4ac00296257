import { expect, it } from "vitest";

import { requestFor } from "./operation.ts";

const BASE = "http://127.0.0.1:3000/";

it("fills the path and the query, and leaves out what is undefined", () => {
  const file = requestFor(BASE, "getFile", { path: { id: "gen_1", name: "a b/c.mp4" } });
  expect(file.url).toBe("http://127.0.0.1:3000/v1/generations/gen_1/files/a%20b%2Fc.mp4");
  const query = { status: "queued,running", cursor: undefined as never, limit: 5 };
  expect(requestFor(BASE, "listGenerations", { query }).url).toBe(
    "http://127.0.0.1:3000/v1/generations?status=queued%2Crunning&limit=5",
  );
  expect(requestFor("http://host/queue", "listModels", {}).url).toBe("http://host/queue/v1/models");
});

it("sends a body as JSON", () => {
  const body = { model: "wan2.6-t2v", input: { prompt: "Rain" } };
  expect(requestFor(BASE, "submitGeneration", { body })).toMatchObject({
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
});

it("repeats only what buys nothing a second time", () => {
  const path = { id: "gen_1" };
  const body = { model: "wan2.6-t2v", input: {} };
  const key = { "Idempotency-Key": "one" };
  const repeatable = [
    requestFor(BASE, "getGeneration", { path }),
    requestFor(BASE, "submitGeneration", { body }, key),
    requestFor(BASE, "regenerateGeneration", { path }, key),
    requestFor(BASE, "cancelGeneration", { path }),
    requestFor(BASE, "uploadFile", {}),
    requestFor(BASE, "changeTenant", { path: { tenant: "films" }, body: { weight: 2 } }),
  ];
  const once = [
    requestFor(BASE, "submitGeneration", { body }),
    requestFor(BASE, "regenerateGeneration", { path }),
    requestFor(BASE, "resolveGeneration", { path, body: { created: false } }),
    requestFor(BASE, "createTenant", { body: { id: "films" } }),
    requestFor(BASE, "addApiKey", { path: { tenant: "films" } }),
  ];
  expect(repeatable.map(({ isRepeatable }) => isRepeatable)).not.toContain(false);
  expect(once.map(({ isRepeatable }) => isRepeatable)).not.toContain(true);
});
