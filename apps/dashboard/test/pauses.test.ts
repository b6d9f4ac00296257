import { createAccountGate, createKeys, createWorkerReports } from "@dashqueue/queue/internal";
import { expect, it } from "vitest";

import type { Role } from "../src/auth/users.ts";
import { authorizationOf, MODEL, startDashboard, SUBMIT } from "./running-dashboard.ts";

it("names each paused queue on the overview, and lets operators resume it, which is recorded", async () => {
  await using dashboard = await startDashboard();
  await dashboard.enqueue();
  const overview = async () => (await dashboard.get("/")).text();
  expect(await overview()).not.toContain("is paused");
  for (const name of ["poll", "archive", "notify", "resubmit", SUBMIT])
    await dashboard.write("PUT", `/queues/api/queues/${name}/pause`);
  const page = await overview();
  expect(page).not.toContain("every queue works");
  for (const name of ["poll", "archive", "notify", "resubmit"]) {
    expect(page).toContain(`The queue ${name} is paused`);
    expect(page).toContain(`action="/resumes/${name}"`);
  }
  expect(page).toContain("admin has paused it.");
  expect(page).toContain(`action="/resumes/${SUBMIT}"`);
  const resume = async (name: string, role: Role) => {
    const headers = { authorization: authorizationOf(role), referer: `${dashboard.url}/` };
    const options = { method: "POST", redirect: "manual" } as const;
    const answer = await fetch(`${dashboard.url}/resumes/${name}`, {
      ...options,
      headers: { ...headers, origin: dashboard.url },
    });
    return answer.status;
  };
  expect(await resume("poll", "viewer")).toBe(403);
  expect(await dashboard.queue("poll").isPaused()).toBe(true);
  expect(await resume("poll", "operator")).toBe(303);
  expect(await resume("poll", "operator")).toBe(303);
  expect(await resume(SUBMIT, "operator")).toBe(303);
  expect(await resume("elsewhere", "operator")).toBe(404);
  expect(await dashboard.queue("poll").isPaused()).toBe(false);
  expect(await dashboard.queue(SUBMIT).isPaused()).toBe(false);
  expect(await overview()).not.toContain("The queue poll is paused");
  const resumed = { action: "put /api/queues/:queueName/resume", target: "poll" };
  expect((await dashboard.adapters.audit.list(0, 3)).slice(1)).toMatchObject([
    { ...resumed, actor: "operator", allowed: true },
    { ...resumed, actor: "viewer", allowed: false },
  ]);
});

it("says when a closed lane is compared, and raises an alarm only after that", async () => {
  await using dashboard = await startDashboard();
  await dashboard.enqueue();
  const keys = createKeys(dashboard.prefix);
  const baseUrl = "https://dashscope.example/api/v1";
  const reports = createWorkerReports(dashboard.redis, keys, "worker");
  await reports.exchange({ paris: { baseUrl, limits: {}, feedAhead: 0, keyRefused: null } });
  const gate = createAccountGate(dashboard.redis, keys);
  const message = "Redis restarted";
  const failure = { kind: "unchecked", code: "", message, requestId: null, charged: null } as const;
  const now = dashboard.adapters.now();
  const overviewUntil = async (until?: number) => {
    await gate.closeUnchecked([{ account: "paris", model: MODEL }], { ...failure, until });
    return (await dashboard.get("/")).text();
  };
  const alarm = `${MODEL} is not submitted until its tasks are compared`;
  const expected = await overviewUntil(now + 60_000);
  expect(expected).toMatch(/compared at \S+ \S+ UTC at the earliest/);
  expect(expected).not.toContain(alarm);
  expect(await overviewUntil(now - 60_000)).toContain(alarm);
  expect(await overviewUntil()).toContain(alarm);
});
