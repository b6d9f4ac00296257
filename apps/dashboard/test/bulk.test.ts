import { createDeliveries, createKeys, NO_DELIVERY } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import type { Role } from "../src/auth/users.ts";
import { FILMS } from "./fixtures/tenants.ts";
import { authorizationOf, EXAMPLE, startDashboard } from "./running-dashboard.ts";

const GIVEN_UP = { ...NO_DELIVERY, state: "failed", attempts: 12, lastError: "HTTP 500" } as const;

/** A dashboard with two canceled generations, whose messages were given up. */
async function openBulk() {
  const dashboard = await startDashboard();
  const { redis, producer } = dashboard;
  const keys = createKeys(dashboard.prefix);
  const deliveries = createDeliveries({ redis, keys, now: Date.now });
  await dashboard.adapters.tenants.create(FILMS);
  const ids: string[] = [];
  for (const tenant of ["default", "films"]) {
    const body = { ...EXAMPLE, webhook_url: "https://hooks.example/hook" };
    const made = await producer.enqueue(body, { tenant });
    if (made.kind !== "accepted") throw new Error(JSON.stringify(made));
    const { id } = made.generation;
    await producer.cancel(id);
    await deliveries.record({ id, revision: null }, GIVEN_UP);
    ids.push(id);
  }
  const page = async (path: string) => (await dashboard.get(path)).text();
  const post = (path: string, body: URLSearchParams, role: Role = "operator") =>
    fetch(dashboard.url + path, {
      method: "POST",
      headers: { authorization: authorizationOf(role), origin: dashboard.url },
      body,
      redirect: "manual",
    });
  return Object.assign(dashboard, { ids, page, post, deliveries });
}

/** The fields of the form of a preview. */
function fieldsIn(page: string): URLSearchParams {
  const fields = page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g);
  const pairs = [...fields].map(([, name = "", value = ""]) => [
    name,
    value.replaceAll("&quot;", '"'),
  ]);
  return new URLSearchParams(pairs as [string, string][]);
}

it("lists the webhook messages that were given up, and leads there from the overview", async () => {
  await using dashboard = await openBulk();
  const { ids, page } = dashboard;
  const overview = await page("/");
  expect(overview).toContain("2 webhook messages were given up");
  expect(overview).toContain('href="/generations?webhook=failed"');
  const list = await page("/generations?webhook=failed");
  for (const id of ids) expect(list).toContain(id);
  expect(list).toContain("hooks.example: HTTP 500");
  expect(await page("/generations?webhook=failed&tenant=films")).not.toContain(ids[0]);
  const waits = { ...GIVEN_UP, state: "pending" } as const;
  await dashboard.deliveries.record({ id: ids[0] ?? "", revision: null }, waits);
  expect(await page("/")).toContain("1 webhook message waits for its next attempt");
  await dashboard.deliveries.record({ id: ids[0] ?? "", revision: null }, GIVEN_UP);
  expect((await page("/generations")).match(/webhook message given up/g)).toHaveLength(2);
  expect(await page("/generations?webhook=pending")).toContain("No generation matches.");
});

it("begins an operation for each tenant, once, as the preview has shown it", async () => {
  await using dashboard = await openBulk();
  const { page, post, operations } = dashboard;
  const shown = await page("/bulk/preview?action=redeliver&webhook=failed");
  expect(shown).toMatch(/default.+1.+films.+1.+Send 2 again: free/s);
  expect(shown).toMatch(/Webhook message: given up<\/a\s*>/);
  const fields = fieldsIn(shown);
  const [first, again] = [await post("/bulk", fields), await post("/bulk", fields)];
  expect([first.status, again.status]).toEqual([303, 303]);
  expect(again.headers.get("location")).toBe(first.headers.get("location"));
  const states = (await operations.openStates()).toSorted((one, other) =>
    one.operation.tenant < other.operation.tenant ? -1 : 1,
  );
  expect(states.map(({ operation }) => operation)).toMatchObject([
    {
      tenant: "default",
      action: "redeliver",
      by: "operator",
      count: 1,
      filter: { webhook: "failed" },
    },
    { tenant: "films", action: "redeliver", count: 1 },
  ]);
  const progress = await page(first.headers.get("location") ?? "");
  expect(progress).toMatch(/Send webhook messages again.+default.+0 of 1.+begins.+Stop/s);
  const [{ operation }] = states as [(typeof states)[number]];
  await post(`/bulk/${operation.id}/cancel`, new URLSearchParams());
  expect(await page("/bulk")).toContain("is being stopped");
  expect(await dashboard.adapters.audit.list(0, 9)).toMatchObject([
    { actor: "operator", action: "bulk-canceled", target: operation.id },
    { action: "bulk-redeliver", allowed: true },
    { action: "bulk-redeliver", target: expect.stringContaining("1 of default"), allowed: true },
  ]);
});

it("acts on what was accepted in a period, and keeps its ends", async () => {
  await using dashboard = await openBulk();
  const { page, post, operations, ids } = dashboard;
  const list = await page("/generations?created_within=1h");
  for (const id of ids) expect(list).toContain(id);
  expect(list).toMatch(/<option value="wan[^"]+"\s*>/);
  expect(await page("/generations?created_before=2026-01-01T00:00")).not.toContain(ids[0]);
  const shown = await page("/bulk/preview?action=redeliver&webhook=failed&created_within=24h");
  expect(shown).toContain("Created: last 24 hours");
  const fields = fieldsIn(shown);
  expect((await post("/bulk", fields)).status).toBe(303);
  const asOf = Number(fields.get("as_of"));
  const filter = { created_after: new Date(asOf - 86_400_000).toISOString() };
  expect((await operations.openStates())[0]?.operation).toMatchObject({ count: 1, filter });
});

it("says the price before it generates again, and does no more than was shown", async () => {
  await using dashboard = await openBulk();
  const { page, post, operations } = dashboard;
  const shown = await page("/bulk/preview?action=regenerate&status=canceled&tenant=films");
  expect(shown).toMatch(/Generate 1 again: at most [\d.]+ CNY/);
  const fields = fieldsIn(shown);
  const agreed = fields.get("agreed") ?? "";
  fields.set("agreed", agreed.replace(/"amount":"[^"]+"/, '"amount":"0.01"'));
  const refused = await post("/bulk", fields);
  expect([refused.status, await refused.text()]).toEqual([
    409,
    expect.stringContaining("There is more to do now"),
  ]);
  expect(await operations.openStates()).toEqual([]);
});

it.each([
  "/bulk/preview?action=cancel",
  "/bulk/preview?action=delete&status=failed",
  "/bulk/preview?status=failed",
])("refuses %s", async (path) => {
  await using dashboard = await startDashboard();
  const answer = await dashboard.get(path);
  expect([answer.status, await answer.text()]).toEqual([
    400,
    expect.stringContaining("Narrow the list first"),
  ]);
});

it("shows nothing, and changes nothing, for a filter that it cannot read", async () => {
  await using dashboard = await openBulk();
  const list = await dashboard.get("/generations?metadata=foo+bar&tenant=films");
  const text = await list.text();
  expect([list.status, text]).toEqual([400, expect.stringContaining("“foo bar” is not metadata")]);
  expect(text).toContain('value="foo bar"');
  expect(text).not.toContain("Preview…");
  const path = "/bulk/preview?action=cancel&tenant=films&status=bad";
  const preview = await dashboard.get(path);
  expect([preview.status, await preview.text()]).toEqual([
    400,
    expect.stringContaining("“bad” is not a status"),
  ]);
  const fields = fieldsIn(await dashboard.page("/bulk/preview?action=redeliver&webhook=failed"));
  fields.set("status", "bad");
  expect((await dashboard.post("/bulk", fields)).status).toBe(400);
  expect(await dashboard.operations.openStates()).toEqual([]);
});

it("lets viewers look, and records what they try", async () => {
  await using dashboard = await openBulk();
  const fields = fieldsIn(await dashboard.page("/bulk/preview?action=cancel&status=canceled"));
  expect(fields.size).toBe(0);
  const given = fieldsIn(await dashboard.page("/bulk/preview?action=redeliver&webhook=failed"));
  expect((await dashboard.post("/bulk", given, "viewer")).status).toBe(403);
  expect(await dashboard.adapters.audit.list(0, 1)).toMatchObject([
    { actor: "viewer", action: "bulk-redeliver", allowed: false },
  ]);
  given.set("agreed", "{");
  expect((await dashboard.post("/bulk", given)).status).toBe(400);
  const unknown = await dashboard.post("/bulk/bulk_1/cancel", new URLSearchParams());
  expect(unknown.status).toBe(404);
});
