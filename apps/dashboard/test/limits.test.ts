import { createKeys, createWorkerReports } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import type { Role } from "../src/auth/users.ts";
import { authorizationOf, MODEL, startDashboard } from "./running-dashboard.ts";

const PAUSE = { account: "paris", model: "*", maxInFlight: "0", submitsPerSecond: "1" };

async function openLimits() {
  const dashboard = await startDashboard();
  const post = (
    path: string,
    body: Record<string, string>,
    role: Role = "admin",
    headers: Record<string, string> = {},
  ) =>
    fetch(dashboard.url + path, {
      method: "POST",
      headers: { authorization: authorizationOf(role), origin: dashboard.url, ...headers },
      body: new URLSearchParams(body),
    });
  const page = async () => (await dashboard.get("/limits")).text();
  return Object.assign(dashboard, { post, page });
}

it("sets, shows and removes a limit, for admins only, and records it", async () => {
  await using dashboard = await openLimits();
  const all = () => dashboard.adapters.liveLimits.all();
  expect((await dashboard.post("/limits", PAUSE, "operator")).status).toBe(403);
  expect(await all()).toEqual([]);
  await dashboard.post("/limits", PAUSE);
  expect(await all()).toMatchObject([
    { account: "paris", model: "*", maxInFlight: 0, submitsPerSecond: 1, setBy: "admin" },
  ]);
  expect(await dashboard.page()).toMatch(/paris.+all models.+paused.+by admin/s);
  expect(await (await dashboard.get("/")).text()).toContain("paris is paused by admin");
  for (let times = 0; times < 2; times += 1)
    await dashboard.post("/limits/remove", { account: "paris", model: "*" });
  expect(await all()).toEqual([]);
  expect(await dashboard.adapters.audit.list(0, 9)).toMatchObject([
    {
      action: "limit-resumed",
      changes: "max_in_flight 0 → none, submits_per_second 1 → none",
      allowed: true,
    },
    {
      actor: "admin",
      action: "limit-set",
      target: "paris *",
      changes: "max_in_flight none → 0, submits_per_second none → 1",
      allowed: true,
    },
    { actor: "operator", action: "limit-set", target: "paris *", allowed: false },
  ]);
});

it("shows a model as paused while a limit of 0 stops it on every account", async () => {
  await using dashboard = await openLimits();
  const { id } = await dashboard.enqueue();
  const reports = createWorkerReports(dashboard.redis, createKeys(dashboard.prefix), "worker");
  const baseUrl = "https://dashscope.example/api/v1";
  await reports.exchange({ paris: { baseUrl, limits: {}, feedAhead: 0, keyRefused: null } });
  const overview = async () => (await dashboard.get("/")).text();
  expect(await overview()).toContain(">good</td>");
  await dashboard.post("/limits", PAUSE);
  const paused = await overview();
  expect(paused).toContain("paris is paused by admin");
  expect(paused).not.toContain(">good</td>");
  const page = await (await dashboard.get(`/generations/${id}`)).text();
  expect(page).toContain("An operator has paused its model.");
  expect(page).toContain("Remove the limit of 0 tasks in flight");
});

it("pauses a model on an account with one button, and resumes it", async () => {
  await using dashboard = await openLimits();
  const { id } = await dashboard.enqueue();
  const keys = createKeys(dashboard.prefix);
  const reports = createWorkerReports(dashboard.redis, keys, "worker");
  const baseUrl = "https://dashscope.example/api/v1";
  await reports.exchange({ paris: { baseUrl, limits: {}, feedAhead: 0, keyRefused: null } });
  const button = `aria-label="Pause ${MODEL} on paris"`;
  expect(await dashboard.page()).toContain(button);
  await dashboard.post("/limits", { account: "paris", model: MODEL, maxInFlight: "0" });
  expect(await dashboard.adapters.liveLimits.all()).toMatchObject([
    { account: "paris", model: MODEL, maxInFlight: 0 },
  ]);
  const paused = await dashboard.page();
  expect(paused).not.toContain(button);
  expect(paused).toContain("<button>Resume</button>");
  expect(await (await dashboard.get(`/generations/${id}`)).text()).toContain(
    "has paused its model",
  );
  expect(await (await dashboard.get("/generations")).text()).toContain("waits: paused");
  const asked = {
    model: MODEL,
    "input.function": "image_reference",
    "input.prompt": "a cat",
    "input.ref_images_url": '["https://files.example/a.png"]',
  };
  const quote = await (await dashboard.post("/playground", asked, "operator")).text();
  expect(quote).toContain("Remove the limit of 0 tasks in flight");
  await dashboard.post("/limits/remove", { account: "paris", model: MODEL });
  expect(await dashboard.page()).toContain(button);
});

it("says what is wrong with a limit, and changes nothing", async () => {
  await using dashboard = await openLimits();
  const LIMIT = { ...PAUSE, maxInFlight: "2" };
  for (const field of ["maxInFlight", "submitsPerSecond", "model"])
    expect((await dashboard.post("/limits", { ...LIMIT, [field]: "" })).status).toBe(400);
  const answer = await dashboard.post("/limits", { ...PAUSE, maxInFlight: "-1" });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain("Write a whole number from 0 to 100000.");
  expect((await dashboard.post("/limits/remove", { account: "paris" })).status).toBe(400);
  const reports = createWorkerReports(dashboard.redis, createKeys(dashboard.prefix), "worker");
  const baseUrl = "https://dashscope.example/api/v1";
  await reports.exchange({ rome: { baseUrl, limits: {}, feedAhead: 0, keyRefused: null } });
  const unknown = await dashboard.post("/limits", PAUSE);
  expect(unknown.status).toBe(400);
  const refusal = await unknown.text();
  expect(refusal).toContain("No worker has an account paris. There are: rome.");
  expect(await dashboard.adapters.liveLimits.all()).toEqual([]);
  expect(await dashboard.adapters.audit.list(0, 9)).toEqual([]);
});

it("names what is wrong at its field, in the reader's language, and keeps what was filled in", async () => {
  await using dashboard = await openLimits();
  await dashboard.enqueue();
  const body = { account: "paris", model: MODEL, maxInFlight: "7", submitsPerSecond: "" };
  const answer = await dashboard.post("/limits", body, "admin", { cookie: "lang=zh" });
  const page = (await answer.text()).replaceAll(/\s+/g, " ");
  expect(page).toContain("没有更改。");
  expect(page).toMatch(/name="submitsPerSecond"[^>]*> <span[^>]*>请填写大于 0、不超过 1000 的数。/);
  expect(page.match(/class="problem"/g)).toHaveLength(1);
  expect(page).toMatch(/<input name="account"[^>]*value="paris"/);
  expect(page).toMatch(new RegExp(`<option value="${MODEL}"\\s+selected`));
  expect(page).toMatch(/<input name="maxInFlight"[^>]*value="7"/);
  expect(page).not.toContain("submitsPerSecond<");
});

it("returns to the limit that a pause has replaced, and removes that one next", async () => {
  await using dashboard = await openLimits();
  const place = { account: "paris", model: MODEL };
  const figures = { maxInFlight: 2, submitsPerSecond: 0.5 };
  await dashboard.post("/limits", { ...place, maxInFlight: "2", submitsPerSecond: "0.5" });
  // Pressed twice, the button still knows the limit.
  for (let times = 0; times < 2; times += 1)
    await dashboard.post("/limits", { ...place, maxInFlight: "0" });
  const all = () => dashboard.adapters.liveLimits.all();
  expect(await all()).toMatchObject([{ ...place, maxInFlight: 0 }]);
  // Nobody chose another pace.
  const [, pause] = await dashboard.adapters.audit.list(0, 2);
  expect(pause).toMatchObject({ action: "limit-set", changes: "max_in_flight 2 → 0" });
  await dashboard.post("/limits/remove", place);
  expect(await all()).toMatchObject([{ ...place, ...figures }]);
  expect((await dashboard.adapters.audit.list(0, 1))[0]).toMatchObject({
    action: "limit-resumed",
    changes: "max_in_flight 0 → 2",
  });
  const removed = await dashboard.post("/limits/remove", place);
  expect(new URL(removed.url).pathname).toBe("/limits");
  expect(await all()).toEqual([]);
  expect((await dashboard.adapters.audit.list(0, 1))[0]).toMatchObject({ action: "limit-removed" });
});

it("returns to the overview after a pause was ended there", async () => {
  await using dashboard = await openLimits();
  await dashboard.post("/limits", PAUSE);
  const answer = await dashboard.post("/limits/remove", PAUSE, "admin", { referer: dashboard.url });
  expect(new URL(answer.url).pathname).toBe("/");
  expect(await answer.text()).toContain("What needs attention");
});
