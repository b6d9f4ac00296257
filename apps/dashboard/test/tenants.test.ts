import { createKeys, dayOf } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import type { Role } from "../src/auth/users.ts";
import { FILMS } from "./fixtures/tenants.ts";
import { authorizationOf, startDashboard } from "./running-dashboard.ts";

async function openTenants() {
  const dashboard = await startDashboard();
  await dashboard.adapters.tenants.create(FILMS);
  const post = (path: string, role: Role = "admin") =>
    dashboard.write("POST", `/tenants/${path}`, {
      headers: { authorization: authorizationOf(role), "content-type": "" },
    });
  const page = async (path = "") => (await dashboard.get(`/tenants${path}`)).text();
  return Object.assign(dashboard, { post, page });
}

it("shows the tenants, their use and their limits", async () => {
  await using dashboard = await openTenants();
  await dashboard.enqueue();
  expect(await dashboard.page()).toMatch(/films.+Films &lt;b&gt;.+enabled.+0 of 3/s);
  expect(await dashboard.page("/films")).toContain("3");
  expect((await dashboard.get("/tenants/nobody")).status).toBe(404);
});

it("shows a new key once, and revokes it", async () => {
  await using dashboard = await openTenants();
  const made = await (await dashboard.post("films/keys")).text();
  const [key = ""] = /dq_[\w-]{32}/.exec(made) ?? [];
  const { apiKeys } = dashboard.adapters;
  expect(await apiKeys.find(key, Date.now())).toMatchObject({ tenant: "films" });
  const shown = await dashboard.page("/films");
  expect(shown).not.toContain(key);
  expect(shown).toContain(key.slice(0, 11));
  const revoked = await dashboard.post(`films/keys/${key.slice(0, 11)}/revoke`);
  expect([revoked.status, revoked.headers.get("location")]).toEqual([200, null]);
  expect(await apiKeys.find(key, Date.now())).toBeNull();
  expect(JSON.stringify([dashboard.log, await dashboard.adapters.audit.list(0, 9)])).not.toContain(
    key,
  );
});

it("records no key that it refuses as made", async () => {
  await using dashboard = await openTenants();
  for (let keys = 0; keys < 20; keys += 1)
    expect((await dashboard.post("films/keys")).status).toBe(200);
  expect((await dashboard.post("films/keys", "operator")).status).toBe(403);
  expect((await dashboard.post("films/keys")).status).toBe(409);
  const entries = await dashboard.adapters.audit.list(0, 99);
  expect(entries.filter(({ allowed }) => allowed)).toHaveLength(20);
});

it("disables and enables a tenant, for admins only, and records it", async () => {
  await using dashboard = await openTenants();
  const isDisabled = async () =>
    (await dashboard.adapters.tenants.get("films"))?.disabledAt !== null;
  expect((await dashboard.post("films/disable", "operator")).status).toBe(403);
  expect(await isDisabled()).toBe(false);
  await dashboard.post("films/disable");
  expect(await isDisabled()).toBe(true);
  expect(await dashboard.page("/films")).toContain("disabled");
  await dashboard.post("films/enable");
  expect(await isDisabled()).toBe(false);
  expect((await dashboard.post("nobody/disable")).status).toBe(404);
  expect(await dashboard.adapters.audit.list(0, 9)).toMatchObject([
    { actor: "admin", action: "tenant-enabled", target: "films", allowed: true },
    { actor: "admin", action: "tenant-disabled", target: "films", allowed: true },
    { actor: "operator", action: "tenant-disabled", target: "films", allowed: false },
  ]);
});

it("shows the default tenant beside others, changes its budget, and does not disable it", async () => {
  await using dashboard = await openTenants();
  expect(await dashboard.page()).toMatch(/default.+films/s);
  const page = await dashboard.page("/default");
  expect(page).not.toContain("/tenants/default/disable");
  expect(page).not.toContain("1970");
  expect((await dashboard.post("default/disable")).status).toBe(409);
  expect((await dashboard.post("default/enable")).status).toBe(409);
  expect((await dashboard.post("default/keys")).status).toBe(200);
  const answer = await fetch(`${dashboard.url}/tenants/default/budgets`, {
    method: "POST",
    headers: {
      authorization: authorizationOf("admin"),
      origin: dashboard.url,
      "sec-fetch-site": "same-origin",
    },
    body: new URLSearchParams({
      daily_shown: "",
      monthly_shown: "",
      daily_amount: "5",
      daily_currency: "CNY",
      monthly_amount: "",
      monthly_currency: "CNY",
    }),
    redirect: "manual",
  });
  expect(answer.status).toBe(303);
  expect(await dashboard.adapters.tenants.get("default")).toMatchObject({
    disabledAt: null,
    limits: { dailySpend: { amount: "5", currency: "CNY" } },
  });
});

it("shows what was spent of the budgets, and lets admins change them", async () => {
  await using dashboard = await openTenants();
  const { tenants, audit } = dashboard.adapters;
  const change = (role: Role, changes: Record<string, string> = {}) =>
    fetch(`${dashboard.url}/tenants/films/budgets`, {
      method: "POST",
      headers: {
        authorization: authorizationOf(role),
        origin: dashboard.url,
        "sec-fetch-site": "same-origin",
      },
      body: new URLSearchParams({
        daily_shown: "",
        monthly_shown: "",
        daily_amount: "100.00",
        daily_currency: "CNY",
        monthly_amount: "",
        monthly_currency: "CNY",
        ...changes,
      }),
      redirect: "manual",
    });
  expect((await change("operator")).status).toBe(403);
  expect((await tenants.get("films"))?.limits).toEqual(FILMS.limits);
  expect((await change("admin")).status).toBe(303);
  const dailySpend = { amount: "100.00", currency: "CNY" };
  expect((await tenants.get("films"))?.limits).toEqual({ ...FILMS.limits, dailySpend });
  const keys = createKeys(dashboard.prefix);
  await dashboard.redis.hset(keys.costs(dayOf(Date.now())), {
    '["generations","default","wan2.1-vace-plus","settled","CNY","films"]': "2",
    '["amount","default","wan2.1-vace-plus","settled","CNY","films"]': "7000000000",
  });
  expect(await dashboard.page()).toContain("7.00 of 100.00 CNY");
  expect(await dashboard.page("/films")).toContain("7.00 of 100.00 CNY, resets ");
  expect((await change("admin", { daily_amount: "much" })).status).toBe(400);
  const shown = { daily_shown: "100.00 CNY" };
  const monthlySpend = { amount: "900.00", currency: "CNY" } as const;
  await tenants.change("films", { limits: { monthlySpend } });
  expect((await change("admin", shown)).status).toBe(303);
  expect((await change("admin", { ...shown, daily_amount: "" })).status).toBe(303);
  expect((await tenants.get("films"))?.limits).toEqual({ ...FILMS.limits, monthlySpend });
  const write = { action: "budgets-changed", target: "films" };
  const entries = await audit.list(0, 9);
  expect(entries).toMatchObject([
    { ...write, actor: "admin", changes: "daily_spend 100.00 CNY → none", allowed: true },
    { ...write, actor: "admin", changes: "daily_spend none → 100.00 CNY", allowed: true },
    { ...write, actor: "operator", changes: null, allowed: false },
  ]);
  expect(entries).toHaveLength(3);
  expect(await (await dashboard.get("/audit")).text()).toContain("daily_spend 100.00 CNY → none");
});

it("refuses a form of another site", async () => {
  await using dashboard = await openTenants();
  const answer = await dashboard.write("POST", "/tenants/films/disable", {
    headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
  });
  expect(answer.status).toBe(403);
  expect(await dashboard.adapters.audit.list(0, 9)).toEqual([]);
});

it("gives viewers no buttons", async () => {
  await using dashboard = await openTenants();
  const viewer = { authorization: authorizationOf("viewer") };
  const page = await (await dashboard.get("/tenants/films", viewer)).text();
  expect(page.split("<main>")[1]).not.toContain("<button");
  expect(await dashboard.page("/films")).toContain("<button");
});
