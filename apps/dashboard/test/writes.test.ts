import { createKeys } from "@dashqueue/queue/internal";
import { waitFor } from "@dashqueue/testing";
import { UnrecoverableError } from "bullmq";
import { expect, it } from "vitest";

import type { Role } from "../src/auth/users.ts";
import { authorizationOf, startDashboard, SUBMIT } from "./running-dashboard.ts";
import type { RunningDashboard } from "./running-dashboard.ts";

const API = "/queues/api/queues";

function writesLogged(dashboard: RunningDashboard) {
  return dashboard.log.filter(({ event }) => event === "dashboard-write");
}

it("refuses destructive writes with a reason", async () => {
  await using dashboard = await startDashboard();
  const { id } = await dashboard.enqueue();
  const job = `${API}/${SUBMIT}/submit-${id}`;
  const refused: [method: string, path: string, body?: unknown][] = [
    ["POST", `${API}/${SUBMIT}/add`, { name: "submit", data: {}, options: {} }],
    ["PUT", `${API}/${SUBMIT}/clean/waiting`],
    ["PUT", `${API}/${SUBMIT}/empty`],
    ["PUT", `${API}/${SUBMIT}/obliterate`, { force: true }],
    ["PUT", `${API}/${SUBMIT}/concurrency`, { concurrency: 9 }],
    ["PUT", `${API}/${SUBMIT}/rate-limit`, { max: 1, duration: 1 }],
    ["PUT", `${API}/${SUBMIT}/rate-limit/release`],
    ["PUT", `${job}/clean`],
    ["PUT", `${job}/remove-unprocessed-children`],
    ["PATCH", `${job}/update-data`, { jobData: { generationId: "gen_other" } }],
    ["PATCH", `${job}/delay`, { delay: 1 }],
    ["PATCH", `${job}/priority`, { priority: 1 }],
  ];
  const stored = async () => JSON.stringify(await dashboard.queue(SUBMIT).getJob(`submit-${id}`));
  const before = await stored();
  for (const [method, path, body] of refused) {
    const answer = await dashboard.write(method, path, { body });
    expect([path, answer.status]).toEqual([path, 403]);
    expect(await answer.json()).toMatchObject({
      message: expect.stringMatching(/^[A-Z].+\.$/) as string,
    });
  }
  expect(await stored()).toBe(before);
  expect(await dashboard.queue(SUBMIT).getJobCountByTypes("wait", "prioritized")).toBe(1);
  expect(await dashboard.queue(SUBMIT).getGlobalConcurrency()).toBeNull();
  expect(writesLogged(dashboard)).toHaveLength(refused.length);
  expect(writesLogged(dashboard).every(({ allowed }) => allowed === false)).toBe(true);
});

it("lets viewers change nothing, and records who tried", async () => {
  await using dashboard = await startDashboard();
  await dashboard.enqueue();
  const pause = (role: Role) =>
    dashboard.write("PUT", `${API}/${SUBMIT}/pause`, {
      headers: { authorization: authorizationOf(role) },
    });
  const answer = await pause("viewer");
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({
    message: expect.stringContaining("needs the role operator") as string,
  });
  expect(await dashboard.queue(SUBMIT).isPaused()).toBe(false);
  expect((await pause("operator")).status).toBe(200);
  const log = await (await dashboard.get("/audit")).text();
  const rows = [
    ...log.matchAll(
      />(viewer|operator)<\/td>\s*<td[^>]+>([^<]+)<\/td>\s*<td[^>]+><a[^>]+>([^<]+)</g,
    ),
  ];
  const action = "Pause a queue";
  expect(rows.map(([, ...cells]) => cells)).toEqual([
    ["operator", action, SUBMIT],
    ["viewer", action, SUBMIT],
  ]);
  expect(log.match(/refused/g)).toHaveLength(1);
});

it("changes nothing that it cannot record", async () => {
  await using dashboard = await startDashboard();
  await dashboard.enqueue();
  await dashboard.redis.set(createKeys(dashboard.prefix).audit, "not a list");
  expect((await dashboard.write("PUT", `${API}/${SUBMIT}/pause`)).status).toBe(500);
  expect(await dashboard.queue(SUBMIT).isPaused()).toBe(false);
});

it("retries one or all failed jobs, and logs it", async () => {
  await using dashboard = await startDashboard();
  const { id } = await dashboard.enqueue();
  const queue = dashboard.queue(SUBMIT);
  let runs = 0;
  dashboard.work(SUBMIT, async () => {
    runs += 1;
    throw new UnrecoverableError(`run ${runs}`);
  });
  const failed = (reason: string) =>
    waitFor(async () => {
      const job = await queue.getJob(`submit-${id}`);
      return job?.failedReason === reason && (await job.isFailed());
    });
  await failed("run 1");
  expect((await dashboard.write("PUT", `${API}/${SUBMIT}/submit-${id}/retry/failed`)).status).toBe(
    404,
  );
  expect((await dashboard.write("PUT", `${API}/${SUBMIT}/submit-${id}/retry`)).status).toBe(204);
  await failed("run 2");
  expect((await dashboard.write("PUT", `${API}/${SUBMIT}/retry/failed`)).ok).toBe(true);
  await failed("run 3");
  expect(writesLogged(dashboard)).toMatchObject([
    {
      user: "admin",
      action: "put /api/queues/:queueName/:jobId/retry",
      target: `${SUBMIT} submit-${id}`,
      allowed: true,
    },
    {
      action: "put /api/queues/:queueName/retry/:queueStatus",
      target: `${SUBMIT} failed`,
    },
  ]);
  const metrics = await (await dashboard.get("/metrics")).text();
  expect(metrics).toContain('dashqueue_dashboard_writes_total{allowed="true"} 2');
});

it("promotes one or all delayed jobs", async () => {
  await using dashboard = await startDashboard();
  const { id } = await dashboard.enqueue();
  const queue = dashboard.queue("poll");
  const data = { generationId: id, model: "m" };
  for (const jobId of ["poll-1", "poll-2"])
    await queue.add("poll", data, { jobId, delay: 3_600_000 });
  expect((await dashboard.write("PUT", `${API}/poll/poll-1/promote`)).status).toBe(204);
  expect(await queue.getJobCounts("delayed", "waiting")).toEqual({ delayed: 1, waiting: 1 });
  expect((await dashboard.write("PUT", `${API}/poll/promote`)).ok).toBe(true);
  expect(await queue.getJobCounts("delayed", "waiting")).toEqual({ delayed: 0, waiting: 2 });
});

it("pauses and resumes one or all queues", async () => {
  await using dashboard = await startDashboard();
  await dashboard.enqueue();
  const isPaused = () =>
    Promise.all([SUBMIT, "poll"].map((name) => dashboard.queue(name).isPaused()));
  const put = async (path: string) =>
    expect((await dashboard.write("PUT", API + path)).status).toBe(200);
  await put(`/${SUBMIT}/pause`);
  expect(await isPaused()).toEqual([true, false]);
  await put(`/${SUBMIT}/resume`);
  expect(await isPaused()).toEqual([false, false]);
  await put("/pause");
  expect(await isPaused()).toEqual([true, true]);
  await put("/resume");
  expect(await isPaused()).toEqual([false, false]);
});
