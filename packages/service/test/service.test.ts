import path from "node:path";

import { AppStartError, startApp, type AppProcess } from "@dashqueue/testing";
import { expect, test } from "vitest";

const script = path.join(import.meta.dirname, "stand-ins/service.ts");

function start(env: Record<string, string> = {}): Promise<AppProcess> {
  return startApp("stand-in", env, { script });
}

async function startError(env: Record<string, string>): Promise<AppStartError> {
  const error: unknown = await start(env).catch((error: unknown) => error);
  if (error instanceof AppStartError) return error;
  throw new Error("it started");
}

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s waits for open requests, then ends well",
  async (signal) => {
    await using app = await start();
    const answer = fetch(app.url);
    await app.waitForLog((line) => line.event === "request-received");
    process.kill(app.pid, signal);
    expect(await (await answer).text()).toBe("answered");
    expect(await app.exited).toEqual({ code: 0, signal: null });
    expect(app.logs.map((line) => line.event)).toEqual(
      expect.arrayContaining(["service-stopping", "service-stopped"]),
    );
  },
);

test("ends with 1 when the time is over, and names what is open", async () => {
  await using app = await start({ BEHAVIOUR: "hangs", SHUTDOWN_GRACE_MS: "50" });
  process.kill(app.pid, "SIGTERM");
  expect(await app.exited).toEqual({ code: 1, signal: null });
  expect(app.logs.find((line) => line.event === "shutdown-incomplete")).toMatchObject({
    open: ["timer", "queue"],
  });
});

test("ends with 1 at the second signal, and names what is open", async () => {
  await using app = await start({ BEHAVIOUR: "hangs" });
  process.kill(app.pid, "SIGTERM");
  await app.waitForLog((line) => line.event === "service-stopping");
  process.kill(app.pid, "SIGINT");
  expect(await app.exited).toEqual({ code: 1, signal: null });
  expect(app.logs.find((line) => line.event === "shutdown-incomplete")).toMatchObject({
    open: ["timer", "queue"],
  });
});

test("goes on closing after one that failed", async () => {
  await using app = await start({ BEHAVIOUR: "breaks" });
  expect(await app.stop()).toEqual({ code: 0, signal: null });
  expect(app.logs.find((line) => line.event === "close-failed")).toMatchObject({
    resource: "queue",
    error: { message: "broken" },
  });
});

test("ends with 1 after an error that nobody caught", async () => {
  await using app = await start({ BEHAVIOUR: "rejects" });
  expect(await app.exited).toEqual({ code: 1, signal: null });
  expect(app.logs.find((line) => line.event === "service-crashed")).toMatchObject({
    error: { message: "nobody caught this" },
  });
});

test("does not start with a wrong configuration, and says all of it in plain words", async () => {
  const { exit, output } = await startError({ APP_PORT: "x", LOG_LEVEL: "loud" });
  expect(exit).toEqual({ code: 1, signal: null });
  expect(output).toMatch(/^The configuration is wrong:\n {2}LOG_LEVEL: .+\n {2}APP_PORT: .+$/);
});

test("does not start when the start says that the configuration is wrong", async () => {
  const { exit, output } = await startError({ BEHAVIOUR: "refuses" });
  expect(exit).toEqual({ code: 1, signal: null });
  expect(output).toBe("APP_PORT: is taken");
});

test("logs why the start failed, with the cause", async () => {
  const { exit, output } = await startError({ BEHAVIOUR: "fails" });
  expect(exit).toEqual({ code: 1, signal: null });
  expect(JSON.parse(output)).toMatchObject({ event: "start-failed", level: 60 });
  expect(output).toContain("inside");
});
