import { expect, it } from "vitest";

import { AUTHORIZATION, startDashboard, SUBMIT } from "./running-dashboard.ts";

const PATHS = [
  "/",
  "/queues",
  "/queues/",
  "/queues/queue/poll",
  "/queues/api/queues",
  "/queues/api/redis/stats",
  "/queues/static/favicon-32x32.png",
  "/docs/zh/operations/errors",
  "/generations/gen_1",
  "/nothing",
];

it("requires the login on every path, before anything else", async () => {
  await using dashboard = await startDashboard();
  const wrong = `Basic ${Buffer.from("admin:wrong").toString("base64")}`;
  // Ten wrong logins would be too many.
  const logins = [wrong, "Bearer open sesame"];
  for (const [index, path] of PATHS.entries()) {
    for (const authorization of ["", logins[index] ?? ""]) {
      const answer = await dashboard.get(path, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe(
        'Basic realm="dashqueue", charset="UTF-8"',
      );
    }
  }
  const write = { headers: { authorization: wrong } };
  expect((await dashboard.write("PUT", `/queues/api/queues/${SUBMIT}/pause`, write)).status).toBe(
    401,
  );
  expect(dashboard.log.map(({ event }) => event)).toContain("login-refused");
  expect(JSON.stringify(dashboard.log)).not.toContain(wrong.slice(6));
});

it("serves every path with the login", async () => {
  await using dashboard = await startDashboard();
  const statuses = await Promise.all(PATHS.map(async (path) => (await dashboard.get(path)).status));
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 200, 404, 404]);
});

it.each(["/v1/generations", "/api/v1/services/aigc/video-generation/video-synthesis"])(
  "says where the API is when a call for %s arrives here, with a login or without",
  async (path) => {
    await using dashboard = await startDashboard();
    for (const authorization of ["", AUTHORIZATION, "Bearer a-key-of-a-tenant"]) {
      const headers = { authorization, "content-type": "application/json" };
      const answer = await fetch(dashboard.url + path, { method: "POST", headers, body: "{}" });
      expect([answer.status, await answer.text()]).toEqual([
        404,
        expect.stringContaining("PRODUCER_PORT"),
      ]);
    }
  },
);

it("serves health and metrics without a login, and they reveal no generation", async () => {
  await using dashboard = await startDashboard();
  const { id } = await dashboard.enqueue();
  for (const path of ["/healthz", "/readyz", "/metrics"]) {
    const answer = await dashboard.get(path, { authorization: "" });
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain(id);
  }
});

it("forbids caching, framing and loading from other hosts", async () => {
  await using dashboard = await startDashboard();
  const { id } = await dashboard.enqueue();
  for (const path of ["/queues/", "/queues/api/queues", `/generations/${id}`]) {
    const { headers } = await dashboard.get(path);
    const policy = headers.get("content-security-policy") ?? "";
    expect(headers.get("cache-control")).toBe("no-store");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/upgrade-insecure-requests|https?:/);
    expect(headers.get("strict-transport-security")).toBeNull();
    expect(headers.get("x-powered-by")).toBeNull();
  }
});

it("refuses a write from another site, although the browser adds the login", async () => {
  await using dashboard = await startDashboard();
  await dashboard.enqueue();
  const path = `/queues/api/queues/${SUBMIT}/pause`;
  const put = (headers: Record<string, string>) =>
    fetch(dashboard.url + path, {
      method: "PUT",
      headers: { authorization: AUTHORIZATION, ...headers },
    });
  const others: Record<string, string>[] = [
    { "sec-fetch-site": "cross-site", origin: dashboard.url },
    { "sec-fetch-site": "same-site" },
    { origin: "https://evil.example" },
    {},
  ];
  for (const headers of others) {
    const answer = await put(headers);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({
      detail: expect.stringContaining("own page") as string,
    });
  }
  expect(await dashboard.queue(SUBMIT).isPaused()).toBe(false);
  expect((await put({ origin: dashboard.url })).status).toBe(200);
  expect(await dashboard.queue(SUBMIT).isPaused()).toBe(true);
});

it("renews an open page with a script of its own, or without scripts by a reload", async () => {
  await using dashboard = await startDashboard();
  const page = await (await dashboard.get("/")).text();
  const [, script = ""] = /<script src="([^"]+)" data-seconds="5" defer>/.exec(page) ?? [];
  expect(page).toContain('<noscript><meta http-equiv="refresh" content="5" /></noscript>');
  const answer = await dashboard.get(script);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    200,
    "text/javascript; charset=utf-8",
  ]);
});
