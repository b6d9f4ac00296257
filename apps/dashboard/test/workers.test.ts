import { expect, it } from "vitest";

import type { Role } from "../src/auth/users.ts";
import { authorizationOf, startDashboard } from "./running-dashboard.ts";

const REPORT = {
  host: "oslo",
  pid: 7,
  version: "1.0.0",
  startedAt: Date.now(),
  stages: ["submit", "poll"],
  running: { submit: 0, poll: 2 },
  isDraining: false,
};

it("shows the workers, and lets admins drain and resume them, which is recorded", async () => {
  await using dashboard = await startDashboard();
  const { replicas, audit } = dashboard.adapters;
  const post = async (path: string, role: Role = "admin") => {
    const headers = { authorization: authorizationOf(role), origin: dashboard.url };
    const answer = await fetch(dashboard.url + path, {
      method: "POST",
      headers,
      redirect: "manual",
    });
    return answer.status;
  };
  const page = async (path = "/workers") => (await dashboard.get(path)).text();
  expect(await page()).toContain("No worker is running.");
  await replicas.announce("a", REPORT);
  expect(await page()).toMatch(/oslo.+process 7.+1\.0\.0.+submit, poll.+2 poll.+running.+Drain/s);
  expect(await page("/")).toContain('href="/workers"');

  expect(await post("/workers/a/drain", "operator")).toBe(403);
  expect((await replicas.get("a"))?.drain).toBeNull();
  expect(await page()).toContain("No other worker takes work");
  expect(await post("/workers/a/drain")).toBe(303);
  expect(await page()).toMatch(/drains: it finishes what it does.+by admin.+Resume/s);
  expect(await page("/")).toContain("The worker on oslo is drained by admin");
  await replicas.announce("a", { ...REPORT, isDraining: true, running: { poll: 0 } });
  expect(await page()).toContain("drained: it can be stopped");

  expect(await post("/workers/a/resume")).toBe(303);
  expect((await replicas.get("a"))?.drain).toBeNull();
  expect(await post("/workers/gone/drain")).toBe(404);
  expect(await audit.list(0, 9)).toMatchObject([
    { actor: "admin", action: "worker-resumed", target: "a on oslo", allowed: true },
    { actor: "admin", action: "worker-drained", allowed: true },
    { actor: "operator", action: "worker-drained", allowed: false },
  ]);
});
