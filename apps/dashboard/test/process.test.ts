import { AppStartError, startApp, startRedis, testRedis, waitFor } from "@dashqueue/testing";
import { expect, it } from "vitest";

function startProcess(env: Record<string, string>) {
  const { url, prefix } = testRedis();
  return startApp("dashboard", {
    REDIS_URL: url,
    DASHQUEUE_PREFIX: prefix,
    DASHBOARD_PORT: "0",
    ...env,
  });
}

const basic = (user: string, password: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
});

it("generates a password if none is set, logs it once, and stops on SIGTERM", async () => {
  await using dashboard = await startProcess({});
  const line = await dashboard.waitForLog(({ event }) => event === "dashboard-password-made");
  const password = /log in as admin with (\S+)$/.exec(String(line["msg"]))?.[1] ?? "";
  expect(password.length).toBeGreaterThan(20);
  const answer = await fetch(`${dashboard.url}/queues/`, { headers: basic("admin", password) });
  expect(answer.status).toBe(200);
  expect((await fetch(dashboard.url, { headers: basic("admin", "") })).status).toBe(401);
  expect(await dashboard.stop()).toEqual({ code: 0, signal: null });
  expect(dashboard.output().split(password)).toHaveLength(2);
});

it("uses the configured login, also on an open host, and never logs it (G7)", async () => {
  await using dashboard = await startProcess({
    HOST: "0.0.0.0",
    DASHBOARD_USER: "ops",
    DASHBOARD_PASSWORD: "open sesame, please",
  });
  const { port } = new URL(dashboard.url);
  const headers = basic("ops", "open sesame, please");
  await waitFor(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok);
  expect((await fetch(`http://127.0.0.1:${port}/queues/`, { headers })).status).toBe(200);
  expect(await dashboard.stop()).toEqual({ code: 0, signal: null });
  expect(dashboard.output()).not.toContain("open sesame, please");
});

it("starts and stops without Redis", async () => {
  await using redis = await startRedis();
  await redis.kill();
  await using dashboard = await startProcess({ REDIS_URL: redis.url, DASHBOARD_PASSWORD: "x" });
  expect((await fetch(`${dashboard.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${dashboard.url}/queues/`, { headers: basic("admin", "x") })).status).toBe(
    503,
  );
  expect(await dashboard.stop()).toEqual({ code: 0, signal: null });
});

it("refuses to start with an invalid configuration, and names every problem", async () => {
  const env = {
    HOST: "0.0.0.0",
    DASHBOARD_PORT: "x",
    DASHBOARD_USER: "a:b",
    REDIS_URL: "localhost",
  };
  const error: unknown = await startProcess(env).catch((error: unknown) => error);
  if (!(error instanceof AppStartError)) throw new Error("it started");
  expect(error.exit).toEqual({ code: 1, signal: null });
  for (const name of ["DASHBOARD_PASSWORD:", "DASHBOARD_PORT:", "DASHBOARD_USER:", "REDIS_URL:"])
    expect(error.output).toContain(name);
});
