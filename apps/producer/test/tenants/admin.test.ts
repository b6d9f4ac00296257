import { createAuditLog, createKeys, createTenants } from "@dashqueue/queue/internal";
import { testRedis } from "@dashqueue/testing";
import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

import { advance } from "../fixtures/advance.ts";
import { EXAMPLE } from "../fixtures/example.ts";
import { keepArchived } from "../fixtures/keep-archived.ts";
import type { RunningProducer } from "../fixtures/running-producer.ts";
import { startProducer } from "../fixtures/running-producer.ts";
import { ADMIN, adminOf } from "../fixtures/tenants.ts";

let now = Date.now();
let producer: RunningProducer;
let admin: ReturnType<typeof adminOf>;
beforeAll(async () => {
  producer = await startProducer({ adminTokens: [ADMIN], now: () => now });
  admin = adminOf(producer);
});
afterAll(() => producer[Symbol.asyncDispose]());

const list = async (headers: Record<string, string>) =>
  (await producer.get("/v1/generations", headers)).status;

it("creates a tenant with a key that is shown once and stored as a hash (G7)", async () => {
  const created = await admin.send("POST", "", { id: "films", name: "Films", weight: 3 });
  expect(created).toMatchObject({
    status: 201,
    body: {
      id: "films",
      name: "Films",
      weight: 3,
      limits: { max_queued: null },
      disabled_at: null,
    },
  });
  const key = String(created.body["key"]);
  expect(key).toMatch(/^dq_[\w-]{32}$/);
  const read = await admin.send("GET", "/films");
  expect(read.body).toMatchObject({
    id: "films",
    keys: [{ id: key.slice(0, 11), expires_at: null, last_used_at: null }],
  });
  expect(JSON.stringify(read.body)).not.toContain(key);
  expect(await list({ authorization: `Bearer ${key}` })).toBe(200);
  const used = await admin.send("GET", "/films");
  expect(used.body["keys"]).toMatchObject([{ last_used_at: new Date(now).toISOString() }]);
  const redis = new Redis(inject("redisUrl"));
  for (const name of await redis.keys(`${producer.prefix}:*api-key*`))
    expect(JSON.stringify(await redis.hgetall(name)) + name).not.toContain(key);
  await redis.quit();
  expect(producer.log.join("\n")).not.toContain(key);
  expect(producer.log.join("\n")).toContain('"event":"tenant-created","tenant":"films"');
});

it("records every change, with its amounts, by the token of the operator, and nothing else", async () => {
  const redis = new Redis(inject("redisUrl"));
  const audit = createAuditLog(redis, createKeys(producer.prefix));
  const earlier = (await audit.list(0, 1_000)).length;
  const spend = (amount: string) => ({ limits: { daily_spend: { amount, currency: "CNY" } } });
  const { authorization } = await admin.create("audited", { ...spend("5"), weight: 2 });
  const key = authorization.slice("Bearer ".length);
  await admin.send("PATCH", "/audited", spend("7.5"));
  await admin.send("POST", "/audited/disable");
  await admin.send("POST", "/audited/keys");
  await admin.send("DELETE", `/audited/keys/${key.slice(0, 11)}`);
  const added = await admin.send("POST", "/audited/webhook-secrets");
  const secret = `/audited/webhook-secrets/${String(added.body["id"])}`;
  await admin.send("DELETE", secret);
  for (const [method, path, body, status] of [
    ["GET", "/audited", undefined, 200],
    ["POST", "", { id: "audited" }, 409],
    ["POST", "", { id: "Not an id" }, 400],
    ["PATCH", "/audited", spend("-1"), 400],
    ["PATCH", "/nobody", spend("1"), 404],
    ["POST", "/nobody/disable", undefined, 404],
    ["POST", "/audited/keys", { expires_at: "never" }, 400],
    ["DELETE", "/audited/keys/dq_unknown", undefined, 404],
    ["DELETE", secret, undefined, 404],
  ] as const)
    expect([method, path, (await admin.send(method, path, body)).status]).toEqual([
      method,
      path,
      status,
    ]);
  const entries = (await audit.list(0, 1_000)).slice(0, -earlier || undefined);
  expect(entries.map(({ action, changes }) => [action, changes]).toReversed()).toEqual([
    ["POST /v1/admin/tenants", "id none → audited, weight none → 2, daily_spend none → 5 CNY"],
    ["PATCH /v1/admin/tenants/audited", "daily_spend 5 CNY → 7.5 CNY"],
    ["POST /v1/admin/tenants/audited/disable", null],
    ["POST /v1/admin/tenants/audited/keys", null],
    [`DELETE /v1/admin/tenants/audited/keys/${key.slice(0, 11)}`, null],
    ["POST /v1/admin/tenants/audited/webhook-secrets", null],
    [`DELETE /v1/admin/tenants${secret}`, null],
  ]);
  expect(entries[0]).toMatchObject({ at: now, allowed: true });
  expect(entries[0]?.actor).toMatch(/^token [0-9a-f]{12}$/);
  await redis.quit();
});

it("rotates keys without a gap: several are valid, until one expires or is deleted", async () => {
  const first = await admin.create("rotating");
  const expires_at = new Date(now + 60_000).toISOString();
  const added = await admin.send("POST", "/rotating/keys", { expires_at });
  expect(added).toMatchObject({ status: 201, body: { expires_at } });
  const second = { authorization: `Bearer ${String(added.body["key"])}` };
  expect([await list(first), await list(second)]).toEqual([200, 200]);

  const id = first.authorization.slice("Bearer ".length).slice(0, 11);
  expect((await admin.send("DELETE", `/rotating/keys/${id}`)).status).toBe(204);
  expect((await admin.send("DELETE", `/rotating/keys/${id}`)).status).toBe(404);
  now += 2_000;
  expect([await list(first), await list(second)]).toEqual([401, 200]);
  now += 60_000;
  expect(await list(second)).toBe(401);
});

it("counts a request as repeated whichever key of the tenant it has (G10)", async () => {
  const first = await admin.create("repeating");
  const added = await admin.send("POST", "/repeating/keys");
  const second = { authorization: `Bearer ${String(added.body["key"])}` };
  const ids: unknown[] = [];
  for (const headers of [first, second]) {
    const answer = await producer.post(EXAMPLE, { ...headers, "idempotency-key": "order-1" });
    ids.push(((await answer.json()) as { id: string }).id);
  }
  expect(ids[1]).toBe(ids[0]);
});

it("disables a tenant within two seconds, and enables it", async () => {
  const headers = await admin.create("disabled");
  expect(await list(headers)).toBe(200);
  const disabled = await admin.send("POST", "/disabled/disable");
  expect(disabled.body).toMatchObject({ disabled_at: new Date(now).toISOString() });
  now += 2_000;
  const refused = await producer.get("/v1/generations", headers);
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ detail: expect.stringContaining("is disabled") });
  await admin.send("POST", "/disabled/enable");
  now += 2_000;
  expect(await list(headers)).toBe(200);
});

it("changes the named settings, and nothing else", async () => {
  await admin.create("changing", { limits: { max_queued: 5, models: ["wan2.1-vace-plus"] } });
  const changed = await admin.send("PATCH", "/changing", {
    weight: 2,
    limits: { models: null, max_in_flight: 1 },
  });
  const limits = { max_queued: 5, max_in_flight: 1, models: null, submits_per_minute: null };
  expect(changed).toMatchObject({ status: 200, body: { weight: 2, limits } });
  expect((await admin.send("GET", "/changing")).body).toMatchObject({ weight: 2, limits });
});

it("keeps a tenant disabled that was disabled while it is changed", async () => {
  const { prefix } = testRedis();
  const redis = new Redis(inject("redisUrl"));
  const tenants = createTenants(redis, createKeys(prefix));
  const get = async (id: string) => {
    const tenant = await tenants.get(id);
    await tenants.change(id, { disabledAt: 1_000 });
    return tenant;
  };
  await using other = await startProducer({
    prefix,
    adminTokens: [ADMIN],
    tenants: { ...tenants, get },
  });
  await adminOf(other).create("raced");
  const changed = await adminOf(other).send("PATCH", "/raced", { weight: 2 });
  const disabled_at = new Date(1_000).toISOString();
  expect(changed).toMatchObject({ status: 200, body: { weight: 2, disabled_at } });
  await redis.quit();
});

it("sets budgets, and shows what is used and reserved of them and when they reset", async () => {
  const daily_spend = { amount: "100.00", currency: "CNY" };
  const headers = await admin.create("budgeted", { limits: { daily_spend } });
  const { id: settled } = (await (await producer.post(EXAMPLE, headers)).json()) as { id: string };
  const { id: held } = (await (await producer.post(EXAMPLE, headers)).json()) as { id: string };
  await advance(producer.store, settled, "succeeded");
  await advance(producer.store, held, "running");
  const monthly_spend = { amount: "250", currency: "CNY" };
  await admin.send("PATCH", "/budgeted", { limits: { monthly_spend } });
  const spent = { used: "3.50", reserved: "3.50", currency: "CNY" };
  const at = new Date(now);
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  expect((await admin.send("GET", "/budgeted")).body).toMatchObject({
    limits: { daily_spend, monthly_spend, max_queued: null },
    spending: {
      daily_spend: {
        ...spent,
        resets_at: new Date(Date.UTC(year, month, at.getUTCDate() + 1)).toISOString(),
      },
      monthly_spend: { ...spent, resets_at: new Date(Date.UTC(year, month + 1)).toISOString() },
    },
  });
  const changed = await admin.send("PATCH", "/budgeted", { limits: { daily_spend: null } });
  expect(changed.body).toMatchObject({
    limits: { daily_spend: null, monthly_spend },
    spending: { daily_spend: null, monthly_spend: spent },
  });
});

it("has the default tenant from the start", async () => {
  const { body } = await admin.send("GET", "");
  expect(body["data"]).toContainEqual(
    expect.objectContaining({ id: "default", weight: 1, created_at: null }),
  );
  expect((await admin.send("POST", "", { id: "default" })).status).toBe(409);
  expect((await admin.send("POST", "/default/disable")).status).toBe(409);
  const changed = await admin.send("PATCH", "/default", { weight: 5 });
  expect(changed).toMatchObject({ status: 200, body: { id: "default", weight: 5 } });
});

it.each<readonly [method: string, path: string, body: object, problems: readonly string[]]>([
  ["POST", "", { id: "No Spaces", weight: 0, plan: "gold" }, ["id", "weight", "plan"]],
  ["POST", "", { id: "a", limits: { max_queued: -1, models: ["wan9"] } }, ["limits.max_queued"]],
  ["POST", "", { id: "a", limits: { models: ["wan9"] } }, ["limits.models.0"]],
  ["PATCH", "/default", { id: "b", name: 5 }, ["name", "id"]],
  [
    "PATCH",
    "/default",
    {
      limits: {
        daily_spend: { amount: "1e3", currency: "EUR" },
        monthly_spend: { amount: "9000000", currency: "CNY" },
      },
    },
    ["limits.daily_spend.amount", "limits.daily_spend.currency", "limits.monthly_spend.amount"],
  ],
  ["PATCH", "/default", { limits: { daily_spend: 100 } }, ["limits.daily_spend"]],
  ["POST", "/default/keys", { expires_at: "2020-01-01T00:00:00Z" }, ["expires_at"]],
])("refuses %s %s %j and names every problem", async (method, path, body, problems) => {
  const answer = await admin.send(method, path, body);
  expect(answer.status).toBe(400);
  const errors = answer.body["errors"] as readonly { path: string }[];
  expect(errors.map((error) => error.path).toSorted()).toEqual([...problems].toSorted());
});

it("suggests the field and the model that an unknown one may stand for", async () => {
  const limits = { max_inflight: 3 };
  const fields = await admin.send("PATCH", "/default", { weights: 3, limits });
  expect(fields.body["errors"]).toMatchObject([
    { path: "limits.max_inflight", message: expect.stringContaining("limits.max_in_flight?") },
    { path: "weights", message: expect.stringContaining("did you mean weight?") },
  ]);
  const models = await admin.send("PATCH", "/default", { limits: { models: ["wan2.6-t2w"] } });
  const question = expect.stringContaining("did you mean wan2.6-t2v") as string;
  expect(models.body["errors"]).toMatchObject([{ path: "limits.models.0", message: question }]);
});

it("answers 404 for an unknown tenant, and 409 for a known one", async () => {
  for (const [method, path] of [
    ["GET", "/nobody"],
    ["PATCH", "/nobody"],
    ["POST", "/nobody/keys"],
    ["POST", "/nobody/disable"],
    ["POST", "/nobody/enable"],
  ] as const)
    expect((await admin.send(method, path)).status).toBe(404);
  await admin.create("twice");
  expect((await admin.send("POST", "", { id: "twice" })).status).toBe(409);
});

it("lets in operators only", async () => {
  const tenant = await admin.create("curious");
  const key = tenant.authorization.slice("Bearer ".length);
  expect((await adminOf(producer, key).send("GET", "")).status).toBe(401);
  // Operators see the generations and the costs of all tenants, and nothing else there.
  const operator = { authorization: `Bearer ${ADMIN}` };
  expect(await list(operator)).toBe(200);
  expect((await producer.get("/v1/costs", operator)).status).toBe(200);
  expect((await producer.get("/v1/models", operator)).status).toBe(401);
  // With ADMIN_TOKENS alone, the API is not open.
  expect(await list({})).toBe(401);
});

it("answers 404 and 405 for what the admin API does not have, and counts no wrong login", async () => {
  for (let calls = 0; calls < 12; calls += 1) {
    expect((await admin.send("PUT", "")).status).toBe(405);
    expect((await admin.send("GET", "/curious/secrets")).status).toBe(404);
  }
  expect((await admin.send("GET", "")).status).toBe(200);
});

it("signs links to the files of a tenant with ADMIN_TOKENS", async () => {
  const films = await admin.create("linking");
  const { id } = (await (await producer.post(EXAMPLE, films)).json()) as { id: string };
  await advance(producer.store, id, "succeeded");
  await keepArchived(producer, id, "0123456789");
  const task = await (await producer.get(`/api/v1/tasks/${id}`, films)).json();
  const file = await fetch((task as { output: { video_url: string } }).output.video_url);
  expect([file.status, await file.text()]).toEqual([200, "0123456789"]);
});

it("says what to set while it is off", async () => {
  await using other = await startProducer({ tokens: ["one"] });
  const answer = await adminOf(other).send("GET", "");
  expect(answer).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining("ADMIN_TOKENS") },
  });
});

it("keeps at most 20 keys and 5 secrets of a tenant, and records none that it refuses as made", async () => {
  await admin.create("many");
  const add = async (path: string) => (await admin.send("POST", path)).status;
  for (let keys = 1; keys < 19; keys += 1) expect(await add("/many/keys")).toBe(201);
  const atOnce = await Promise.all([1, 2, 3].map(() => add("/many/keys")));
  expect(atOnce.toSorted((one, other) => one - other)).toEqual([201, 409, 409]);
  expect(await add("/many/keys")).toBe(409);
  for (let secrets = 0; secrets < 5; secrets += 1)
    expect(await add("/many/webhook-secrets")).toBe(201);
  expect(await add("/many/webhook-secrets")).toBe(409);
  const redis = new Redis(inject("redisUrl"));
  const entries = await createAuditLog(redis, createKeys(producer.prefix)).list(0, 1_000);
  await redis.quit();
  const made = (path: string) =>
    entries
      .filter(({ action }) => action === `POST /v1/admin/tenants${path}`)
      .reduce((count, { allowed }) => count + (allowed ? 1 : -1), 0);
  expect(made("/many/keys")).toBe(19);
  expect(made("/many/webhook-secrets")).toBe(5);
});
