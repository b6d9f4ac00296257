import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";

import { expect, it } from "vitest";

import { AppStartError, describeExit, startApp, waitFor } from "../src/index.ts";

const script = path.join(import.meta.dirname, "stand-ins/app.ts");

it("resolves with the address, passes exactly the environment, reads the log", async () => {
  const lines: string[] = [];
  await using app = await startApp(
    "stand-in",
    { MODE: "normal", EMPTY: undefined },
    { script, onLine: (line) => lines.push(line) },
  );
  const environment = (await (await fetch(app.url)).json()) as object;
  expect(environment).toEqual({
    MODE: "normal",
    PATH: process.env["PATH"],
    NODE_COMPILE_CACHE: expect.any(String) as string,
  });
  expect(await app.waitForLog((line) => line.event === "later")).toMatchObject({ number: 7 });
  expect(app.logs.map((line) => line.event)).toEqual(["stand-in-listening", "later"]);
  expect(lines[0]).toBe("a line that is not JSON");
  expect(app.output()).toBe(lines.join("\n"));
});

it("stops with SIGTERM and returns the exit", async () => {
  const app = await startApp("stand-in", {}, { script });
  expect(await app.stop()).toEqual({ code: 0, signal: null });
  expect(await app.exited).toEqual({ code: 0, signal: null });
  expect(await app.stop()).toEqual({ code: 0, signal: null });
  expect(app.logs.map((line) => line.event)).toContain("stopping");
});

it("kills an app that ignores SIGTERM", async () => {
  const app = await startApp("stand-in", { MODE: "stubborn" }, { script });
  expect(describeExit(await app.stop(50))).toBe("signal SIGKILL");
});

it("kills with SIGKILL", async () => {
  const app = await startApp("stand-in", {}, { script });
  expect(await app.kill()).toEqual({ code: null, signal: "SIGKILL" });
});

it("reports the exit and the output of an app that did not start", async () => {
  const failure = await startApp("stand-in", { MODE: "refuse" }, { script }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(AppStartError);
  expect(failure).toMatchObject({ exit: { code: 78 }, output: "invalid configuration: PORT" });
});

it("rejects when an app does not listen in time", async () => {
  const failure = startApp("stand-in", { MODE: "silent" }, { script, listenLimitMs: 500 });
  await expect(failure).rejects.toThrow("within 500 ms");
});

it("rejects a wait for a log line when the app ends", async () => {
  const app = await startApp("stand-in", {}, { script });
  const waiting = app.waitForLog((line) => line.event === "never");
  await Promise.all([expect(waiting).rejects.toThrow("exited (signal SIGKILL)"), app.kill()]);
});

it.each(["exception", "exit", "SIGKILL"])(
  "leaves nothing running when its parent ends by %s",
  async (end) => {
    const parent = spawn(
      process.execPath,
      [path.join(import.meta.dirname, "stand-ins/parent.ts")],
      {
        env: { PATH: process.env["PATH"], END: end },
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    const [output] = await Promise.all([text(parent.stdout), once(parent, "exit")]);
    const ports = JSON.parse(output) as number[];
    expect(ports).toHaveLength(2);
    await waitFor(async () => (await Promise.all(ports.map(refusesConnections))).every(Boolean));
  },
);

async function refusesConnections(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return false;
  } catch {
    return true;
  } finally {
    socket.destroy();
  }
}
