import { Readable } from "node:stream";

import {
  archivedRecordOf,
  createDeliveries,
  createKeys,
  isEnded,
  NO_DELIVERY,
  recordPlace,
} from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

import type { Role } from "../src/auth/users.ts";
import { SAMPLES } from "./fixtures/generations.ts";
import { authorizationOf, EXAMPLE, MODEL, startDashboard } from "./running-dashboard.ts";

it("shows an open and a terminal generation", async () => {
  await using dashboard = await startDashboard();
  const { id } = await dashboard.enqueue();
  const waiting = await dashboard.get(`/generations/${id}`);
  expect(waiting.status).toBe(200);
  expect(waiting.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const page = await waiting.text();
  expect(page).toContain(`<h1>${id}</h1>`);
  expect(page).toContain('http-equiv="refresh"');
  expect(page).toContain("generation accepted");
  expect(page).toContain(`/queues/queue/submit-${MODEL}/submit-${id}`);

  await dashboard.producer.cancel(id);
  const ended = await (await dashboard.get(`/generations/${id}`)).text();
  expect(ended).toContain("cancel confirmed");
  expect(ended).not.toContain('http-equiv="refresh"');
});

it("shows a generation that Redis has forgotten, from the archive", async () => {
  await using dashboard = await startDashboard();
  const { store } = dashboard.producer;
  const { id } = await dashboard.enqueue();
  await dashboard.producer.cancel(id);
  const ended = await store.get(id);
  if (ended === null || !isEnded(ended)) throw new Error("it has not ended");
  const record = JSON.stringify(archivedRecordOf(ended, await store.events(id)));
  const bytes = Readable.from([Buffer.from(record)]);
  await dashboard.archive.write(recordPlace(id), bytes, { contentType: "application/json" });
  // Only Redis can submit it again.
  const actions = /<section>\s+<h2>Actions<\/h2>.*?<\/section>/s;
  const shown = async () =>
    (await (await dashboard.get(`/generations/${id}`)).text())
      .replace(actions, "")
      .replaceAll(/\s+/g, " ");
  const before = await shown();
  await store.forget(id);
  expect(await shown()).toBe(before);
  expect(before).toContain("cancel confirmed");
});

it("lets operators send a webhook message again, and records it", async () => {
  await using dashboard = await startDashboard();
  const made = await dashboard.producer.enqueue({
    ...EXAMPLE,
    webhook_url: "https://hooks.example/1",
  });
  if (made.kind !== "accepted") throw new Error(JSON.stringify(made));
  const { id } = made.generation;
  await dashboard.producer.cancel(id);
  const keys = createKeys(dashboard.prefix);
  const { record } = createDeliveries({ redis: dashboard.redis, keys, now: Date.now });
  await record(
    { id, revision: null },
    { ...NO_DELIVERY, state: "failed", attempts: 1 },
    { at: 0, event: "canceled", status: 500, error: "answered 500", latencyMs: 1, nextAt: null },
  );
  const send = (n: number, role: Role = "operator") =>
    dashboard.write("POST", `/generations/${id}/deliveries/${n}/redeliver`, {
      headers: { authorization: authorizationOf(role), "content-type": "" },
    });
  const page = async (role: Role) =>
    (await dashboard.get(`/generations/${id}`, { authorization: authorizationOf(role) })).text();
  expect(await page("viewer")).not.toContain("Send again");
  expect(await page("operator")).toContain("Send again");
  expect((await send(1, "viewer")).status).toBe(403);
  expect(await dashboard.queue("notify").getJob(`repeat-${id}`)).toBeUndefined();
  // It leads to the page of the generation, which says so.
  const sent = await (await send(1)).text();
  expect(sent).toContain(`<h1>${id}</h1>`);
  expect(sent).toContain("is being sent again to hooks.example.");
  expect(await dashboard.queue("notify").getJob(`repeat-${id}`)).toBeDefined();
  expect((await send(1)).status).toBe(409);
  expect((await send(7)).status).toBe(404);
  const action = "webhook-redelivered";
  expect((await dashboard.adapters.audit.list(0, 9)).at(-1)).toMatchObject({
    actor: "viewer",
    action,
    target: `${id} 1`,
    allowed: false,
  });
});

it("cancels for free and generates again once, for operators, and records who did", async () => {
  await using dashboard = await startDashboard();
  const { id } = await dashboard.enqueue();
  const press = (action: string, role: Role, body = "") =>
    fetch(`${dashboard.url}/generations/${id}/${action}`, {
      method: "POST",
      redirect: "manual",
      body,
      headers: {
        authorization: authorizationOf(role),
        origin: dashboard.url,
        "content-type": "application/x-www-form-urlencoded",
      },
    });
  expect((await press("cancel", "viewer")).status).toBe(403);
  expect((await press("regenerate", "operator", "key=a")).status).toBe(409);
  const canceled = await press("cancel", "operator");
  expect([canceled.status, canceled.headers.get("location")]).toEqual([303, `/generations/${id}`]);
  expect((await dashboard.producer.store.get(id))?.status).toBe("canceled");
  const history = await (await dashboard.get(`/generations/${id}`)).text();
  expect(history).toContain("by: operator");

  const page = await (await dashboard.get(`/generations/${id}`)).text();
  const key = /name="key" value="([^"]+)"/.exec(page)?.[1] ?? "";
  const again = await Promise.all([1, 2].map(() => press("regenerate", "operator", `key=${key}`)));
  const places = again.map(({ headers }) => headers.get("location"));
  expect(new Set(places).size).toBe(1);
  expect(places[0]).toMatch(/^\/generations\/gen_/);
  expect(await dashboard.producer.store.count({ status: "queued" })).toBe(1);
  expect((await press("poll", "operator")).status).toBe(409);
  expect((await dashboard.write("POST", "/generations/gen_1/cancel")).status).toBe(404);
  const audit = await dashboard.adapters.audit.list(0, 10);
  expect(audit.map(({ actor, action, allowed }) => [actor, action, allowed]).toReversed()).toEqual([
    ["viewer", "generation-cancel", false],
    ["operator", "generation-regenerate", true],
    ["operator", "generation-cancel", true],
    ["operator", "generation-regenerate", true],
    ["operator", "generation-regenerate", true],
    ["operator", "generation-poll", true],
  ]);
});

it("previews what a resolution would do, before a worker checks it", async () => {
  await using dashboard = await startDashboard();
  const { redis, prefix } = dashboard;
  const record = JSON.stringify({ ...SAMPLES.uncertain, possibleTasks: ["task-1"] });
  const { id } = SAMPLES.uncertain;
  await redis.hset(`${prefix}:generation:${id}`, "record", record);
  const text = async (path: string) => (await dashboard.get(`/generations/${id}${path}`)).text();
  expect(await text("")).toContain("It is this one…: the task task-1");
  const preview = await text("/resolve?task=task-1");
  expect(preview).toContain("No create request is sent.");
  expect(preview).toContain('<form method="post"');
  await redis.hset(`${prefix}:tasks`, "task-1", "gen_2");
  expect(preview).toMatch(/The lost create request.+Sent.+2026-11-22.+Prompt.+a girl/s);
  const taken = await text("/resolve?task=task-1");
  expect(taken).toMatch(/belongs to another generation already.+href="\/generations\/gen_2"/s);
  expect(taken).not.toContain("If so, the generation continues");
  expect(await text("/resolve")).toContain("another create request is sent");
  expect((await dashboard.get("/generations/gen_1/resolve")).status).toBe(404);
  const refused = await dashboard.write("POST", `/generations/${id}/resolve`, {
    headers: { authorization: authorizationOf("viewer") },
  });
  expect(refused.status).toBe(403);
});

it("says that a claim was refused, in the audit log as well, and leads back", async () => {
  await using dashboard = await startDashboard();
  const { redis, prefix, url, adapters } = dashboard;
  const { id } = SAMPLES.uncertain;
  const key = `${prefix}:generation:${id}`;
  const { revision } = SAMPLES.uncertain;
  await redis.hset(key, { revision, record: JSON.stringify(SAMPLES.uncertain) });
  const answer = fetch(`${url}/generations/${id}/resolve`, {
    method: "POST",
    body: new URLSearchParams({ task: "task-1" }),
    headers: { authorization: authorizationOf("operator"), origin: url },
  });
  const claimed = await waitFor(async () => {
    const record = await adapters.store.get(id);
    return record?.status === "uncertain" && record.claim !== null ? record : undefined;
  });
  // As a worker does.
  const claim = { ...claimed.claim, refusal: "DashScope knows no task task-1" };
  await redis.hset(key, "record", JSON.stringify({ ...claimed, claim }));
  const refused = await answer;
  const page = await refused.text();
  expect([refused.status, page]).toEqual([409, expect.stringContaining("knows no task task-1")]);
  expect(page).toContain(`<a href="/generations/${id}">Back to the generation</a>`);
  const target = `${id} task-1`;
  expect(await adapters.audit.list(0, 2)).toMatchObject([
    { target, changes: "DashScope knows no task task-1", allowed: false },
    { target, changes: null, allowed: true },
  ]);
  const log = await (await dashboard.get("/audit")).text();
  expect(log).toMatch(/Resolve a lost create request.+<a href="\/generations\/.+task-1/s);
});

it("answers 404 for an unknown generation", async () => {
  await using dashboard = await startDashboard();
  for (const path of ["/generations/gen_1", "/generations/%3Cscript%3E"]) {
    const answer = await dashboard.get(path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("There is no generation with this id,");
  }
});

it("answers 500 for an unreadable record, and reveals nothing of it (G7)", async () => {
  await using dashboard = await startDashboard();
  await dashboard.redis.hset(`${dashboard.prefix}:generation:gen_1`, "record", '{"s3cr3t":1}');
  const answer = await dashboard.get("/generations/gen_1");
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain("s3cr3t");
  expect(dashboard.log.map(({ event }) => event)).toContain("request-failed");
});
