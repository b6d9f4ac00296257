import { expect, it } from "vitest";

import type { Role } from "../src/auth/users.ts";
import { FILMS } from "./fixtures/tenants.ts";
import { authorizationOf, startDashboard } from "./running-dashboard.ts";
import type { RunningDashboard } from "./running-dashboard.ts";

const FIELDS = {
  model: "wan2.6-t2v",
  tenant: "films",
  "input.prompt": "a cat runs in the moonlight",
  "parameters.size": "1280*720",
  "parameters.duration": "5",
};

function post(
  { url }: RunningDashboard,
  path: string,
  fields: Record<string, string>,
  role: Role = "operator",
) {
  return fetch(url + path, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams(fields),
    headers: { authorization: authorizationOf(role), origin: url },
  });
}

it("fills in the example, quotes, and submits for the chosen tenant at the price shown", async () => {
  await using dashboard = await startDashboard();
  await dashboard.adapters.tenants.create(FILMS);
  const begun = await (await dashboard.get("/playground?model=wan2.6-t2v")).text();
  expect(begun).toContain("一只小猫在月光下奔跑");
  expect(begun).toContain("Unit: s.");
  expect((await dashboard.get("/playground?model=none")).status).toBe(404);

  const quoted = await (await post(dashboard, "/playground", FIELDS)).text();
  const [, price = ""] = /name="price" value="([^"]+)"/.exec(quoted) ?? [];
  const [, key = ""] = /name="key" value="([^"]+)"/.exec(quoted) ?? [];
  expect(price).toMatch(/^[\d.]+ CNY$/);
  expect(quoted.replaceAll(/\s+/g, " ")).toContain(`Submit: at most ${price}`);
  const count = () => dashboard.producer.store.count({ status: "queued" });
  expect(await count()).toBe(0);

  const changed = await post(dashboard, "/playground/submit", { ...FIELDS, key, price: "0 CNY" });
  expect(changed.status).toBe(409);
  expect(await changed.text()).toContain("the price is another one now");
  const sent = await post(dashboard, "/playground/submit", { ...FIELDS, key, price });
  const twice = await post(dashboard, "/playground/submit", { ...FIELDS, key, price });
  const place = sent.headers.get("location") ?? "";
  expect(twice.headers.get("location")).toBe(place);
  expect(await count()).toBe(1);
  const made = await dashboard.producer.store.get(place.split("/").at(-1) ?? "");
  expect([made?.tenant, made?.request.parameters]).toEqual([
    "films",
    { size: "1280*720", duration: 5 },
  ]);
  const [last] = await dashboard.adapters.audit.list(0, 1);
  expect(last).toMatchObject({
    actor: "operator",
    action: "generation-submit",
    target: `films wan2.6-t2v ${price}`,
  });
});

it("names every problem that the producer would name, and submits nothing", async () => {
  await using dashboard = await startDashboard();
  const wrong = { ...FIELDS, tenant: "default", "input.prompt": "", "parameters.duration": "long" };
  const page = await (await post(dashboard, "/playground", wrong)).text();
  expect(page).toContain("input.prompt");
  expect(page).toContain("parameters.duration");
  const atField = /id="parameters.duration-problem">\s*duration must be a number\s*</;
  expect(page).toMatch(atField);
  expect(page).not.toContain('name="price"');
  const unread = {
    ...FIELDS,
    model: "wan2.1-vace-plus",
    "input.function": "image_reference",
    "input.ref_images_url": '["a", ',
  };
  expect(await (await post(dashboard, "/playground", unread)).text()).toContain(
    "input.ref_images_url is not JSON. Check its brackets",
  );
  const submitted = await post(dashboard, "/playground/submit", { ...wrong, price: "1 CNY" });
  expect(await submitted.text()).toContain("parameters.duration");
  const unknown = await post(dashboard, "/playground/submit", { ...FIELDS, price: "1 CNY" });
  expect(await unknown.text()).toContain("There is no tenant films.");
  expect(await dashboard.producer.store.count({ status: "queued" })).toBe(0);
  expect(await dashboard.adapters.audit.list(0, 9)).toEqual([]);
});

it("says in the quote why a tenant may not submit, and what more than a slot it waits for", async () => {
  await using dashboard = await startDashboard();
  const { tenants } = dashboard.adapters;
  const budget = { amount: "0.01", currency: "CNY" as const };
  await tenants.create({ ...FILMS, limits: { ...FILMS.limits, dailySpend: budget } });
  await tenants.create({ ...FILMS, id: "ads", disabledAt: 1_000 });
  const quoteOf = async (fields: Record<string, string>, cookie = "") => {
    const body = new URLSearchParams({ ...FIELDS, ...fields });
    const headers = { authorization: authorizationOf("operator"), origin: dashboard.url, cookie };
    const answer = await fetch(`${dashboard.url}/playground`, { method: "POST", body, headers });
    return (await answer.text()).replaceAll(/\s+/g, " ");
  };
  expect(await quoteOf({ tenant: "ads" })).toContain("The tenant ads is disabled. Enable it");
  const waiting = await quoteOf({});
  expect(waiting).toContain("<dt>Waits for</dt> <dd> tenant_limit");
  expect(waiting).toMatch(/0\.01 CNY[^]*<a href="\/docs\/[^"]+">/);
  expect(await quoteOf({}, "lang=zh")).toMatch(/<dt>等待原因<\/dt>[^]*<a href="\/docs\/zh\//);
});

it("is not for viewers", async () => {
  await using dashboard = await startDashboard();
  const headers = { authorization: authorizationOf("viewer") };
  expect((await dashboard.get("/playground", headers)).status).toBe(403);
  const sent = await post(dashboard, "/playground/submit", FIELDS, "viewer");
  expect(sent.status).toBe(403);
  const [last] = await dashboard.adapters.audit.list(0, 1);
  expect(last).toMatchObject({ actor: "viewer", allowed: false });
});
