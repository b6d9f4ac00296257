import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { AppStartError, startApp } from "@dashqueue/testing";
import { afterEach, beforeEach, expect, test } from "vitest";

import type { Ledger } from "../src/index.ts";
import { create, finish, send, vaceBody } from "./client.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "simulator-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

test("logs its URL, serves requests and stops cleanly", async () => {
  const environment = {
    SIMULATOR_PORT: "0",
    SIMULATOR_PENDING_MS: "10",
    SIMULATOR_RUNNING_MS: "10",
    SIMULATOR_API_KEY: "sk-simulator",
  };
  await using app = await startApp("simulator", environment);
  expect(app.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const { body } = await finish({ baseUrl: `${app.url}/api/v1` });
  expect(body.output).toMatchObject({ task_status: "SUCCEEDED" });
  expect(await app.stop()).toEqual({ code: 0, signal: null });
});

test("loses no task when it is killed", async () => {
  const environment = {
    SIMULATOR_PORT: "0",
    SIMULATOR_STATE_FILE: path.join(folder, "state.json"),
    SIMULATOR_LIMITS: JSON.stringify({ "*": { submitsPerSecond: 10_000, maxInFlight: 2 } }),
  };
  await using first = await startApp("simulator", environment);
  const answers = [];
  for (const prompt of ["one", "two", "three"])
    answers.push(await create({ baseUrl: `${first.url}/api/v1` }, vaceBody(prompt)));
  await first.kill();
  await using second = await startApp("simulator", environment);
  const ledger = JSON.parse((await send(`${second.url}/__admin/ledger`)).text) as Ledger;
  expect(ledger.entries.map(({ taskId }) => taskId)).toEqual(
    answers.map(({ body }) => body.output?.["task_id"]),
  );
  expect(ledger.totalQuoted).toBe("10.50");
});

test("exits with every problem of an invalid environment", async () => {
  const failure = await startApp("simulator", { SIMULATOR_PORT: "x", SIMULATOR_LIMITS: "y" }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(AppStartError);
  const { exit, output } = failure as AppStartError;
  expect(exit).toEqual({ code: 1, signal: null });
  expect(output).toContain("SIMULATOR_PORT: must be a whole number");
  expect(output).toContain("SIMULATOR_LIMITS: must be JSON");
});

test("exits with an error when its port is taken", async () => {
  await using first = await startApp("simulator", { SIMULATOR_PORT: "0" });
  const { port } = new URL(first.url);
  await expect(startApp("simulator", { SIMULATOR_PORT: port })).rejects.toThrow(
    /The simulator cannot start: .*EADDRINUSE.* set SIMULATOR_PORT to another port/,
  );
});

test("prints its usage, and starts nothing with an option that it does not have", async () => {
  const program = path.resolve(import.meta.dirname, "../src/main.ts");
  const run = (word: string) => promisify(execFile)(process.execPath, [program, word]);
  expect((await run("--help")).stdout).toMatch(/^usage: dashqueue-simulator\n[^]*SIMULATOR_PORT/);
  await expect(run("--port=1")).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/^unknown option --port=1\n\nusage: /) as string,
  });
});

test("names a variable that it does not have", async () => {
  await using app = await startApp("simulator", { SIMULATOR_PORT: "0", SIMULATOR_LIMIT: "{}" });
  expect(app.logs.find(({ event }) => event === "variable-unknown")).toMatchObject({
    variable: "SIMULATOR_LIMIT",
    msg: expect.stringContaining("SIMULATOR_LIMITS") as string,
  });
});
