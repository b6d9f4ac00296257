import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

import { AppStartError, startApp } from "@dashqueue/testing";
import type { AppProcess } from "@dashqueue/testing";
import { expect, it } from "vitest";

const script = path.join(import.meta.dirname, "stand-ins/service.ts");

function start(env: Record<string, string> = {}): Promise<AppProcess> {
  return startApp("stand-in", env, { script });
}

async function startError(env: Record<string, string>): Promise<AppStartError> {
  const error: unknown = await start(env).catch((error: unknown) => error);
  if (error instanceof AppStartError) return error;
  throw new Error("it started");
}

it.each(["SIGTERM", "SIGINT"] as const)(
  "answers open requests after %s, then exits with 0",
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

it("exits with 1 after the grace period, and names the open resources", async () => {
  await using app = await start({ BEHAVIOR: "hangs", SHUTDOWN_GRACE_MS: "50" });
  process.kill(app.pid, "SIGTERM");
  expect(await app.exited).toEqual({ code: 1, signal: null });
  expect(app.logs.find((line) => line.event === "shutdown-incomplete")).toMatchObject({
    open: ["timer", "queue"],
  });
});

it("exits with 1 on the second signal, and names the open resources", async () => {
  await using app = await start({ BEHAVIOR: "hangs" });
  process.kill(app.pid, "SIGTERM");
  await app.waitForLog((line) => line.event === "service-stopping");
  process.kill(app.pid, "SIGINT");
  expect(await app.exited).toEqual({ code: 1, signal: null });
  expect(app.logs.find((line) => line.event === "shutdown-incomplete")).toMatchObject({
    open: ["timer", "queue"],
  });
});

it("closes the other resources when one fails to close", async () => {
  await using app = await start({ BEHAVIOR: "breaks" });
  expect(await app.stop()).toEqual({ code: 0, signal: null });
  expect(app.logs.find((line) => line.event === "close-failed")).toMatchObject({
    resource: "queue",
    error: { message: "broken" },
  });
});

it("exits with 1 after an uncaught error", async () => {
  await using app = await start({ BEHAVIOR: "rejects" });
  expect(await app.exited).toEqual({ code: 1, signal: null });
  expect(app.logs.find((line) => line.event === "service-crashed")).toMatchObject({
    error: { message: "uncaught" },
  });
});

it("refuses to start with an invalid configuration, and names every problem", async () => {
  const { exit, output } = await startError({ APP_PORT: "x", LOG_LEVEL: "loud" });
  expect(exit).toEqual({ code: 1, signal: null });
  expect(output).toMatch(/^Invalid configuration:\n {2}LOG_LEVEL: .+\n {2}APP_PORT: .+$/);
});

it("prints its usage, and starts nothing with an option that it does not have", async () => {
  const run = (word: string) => promisify(execFile)(process.execPath, [script, word]);
  expect((await run("--help")).stdout).toMatch(/^usage: node apps\/stand-in\/src\/main\.ts\n/);
  await expect(run("--port=1")).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^Unknown option '--port'.*\n\nusage: /) as string,
  });
});

it("names mistyped variables, without their values (G7)", async () => {
  await using app = await start({ DAILY_SPENDING_LIMIT: "100 CNY" });
  expect(app.logs.find(({ event }) => event === "variable-unknown")).toMatchObject({
    variable: "DAILY_SPENDING_LIMIT",
    msg: expect.stringContaining("did you mean DAILY_SPEND_LIMIT?") as string,
  });
  expect(app.output()).not.toContain("100 CNY");
});

it("exits when the start throws a ConfigError", async () => {
  const { exit, output } = await startError({ BEHAVIOR: "refuses" });
  expect(exit).toEqual({ code: 1, signal: null });
  expect(output).toBe("APP_PORT: is in use");
});

it("writes lines for people if LOG_FORMAT asks for them", async () => {
  const { output } = await startError({ BEHAVIOR: "fails", LOG_FORMAT: "pretty" });
  expect(output).toMatch(/^\[\d\d:\d\d:\d\d\.\d{3}\] FATAL \(stand-in\): failed to start: outside/);
});

it("logs a failed start with its cause", async () => {
  const { exit, output } = await startError({ BEHAVIOR: "fails" });
  expect(exit).toEqual({ code: 1, signal: null });
  expect(JSON.parse(output)).toMatchObject({ event: "start-failed", level: "fatal" });
  expect(output).toContain("inside");
});
