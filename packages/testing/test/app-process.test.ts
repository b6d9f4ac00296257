import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { AppStartError, describeExit, startApp, waitFor } from "../src/index.ts";

const script = path.join(import.meta.dirname, "stand-ins/app.ts");

test("resolves with the address, passes exactly the environment, reads the log", async () => {
  const lines: string[] = [];
  await using app = await startApp(
    "stand-in",
    { MODE: "normal", EMPTY: undefined },
    { script, onLine: (line) => lines.push(line) },
  );
  const environment = (await (await fetch(app.url)).json()) as object;
  expect(environment).toEqual({ MODE: "normal", PATH: process.env["PATH"] });
  expect(await app.waitForLog((line) => line.event === "later")).toMatchObject({ number: 7 });
  expect(app.logs.map((line) => line.event)).toEqual(["stand-in-listening", "later"]);
  expect(lines[0]).toBe("a line that is no JSON");
  expect(app.output()).toBe(lines.join("\n"));
});

test("stops with SIGTERM, and says how it ended", async () => {
  const app = await startApp("stand-in", {}, { script });
  expect(await app.stop()).toEqual({ code: 0, signal: null });
  expect(await app.exited).toEqual({ code: 0, signal: null });
  expect(await app.stop()).toEqual({ code: 0, signal: null });
  expect(app.logs.map((line) => line.event)).toContain("stopping");
});

test("kills an app that ignores SIGTERM", async () => {
  const app = await startApp("stand-in", { MODE: "stubborn" }, { script });
  expect(describeExit(await app.stop(50))).toBe("signal SIGKILL");
});

test("kills as a crash does", async () => {
  const app = await startApp("stand-in", {}, { script });
  expect(await app.kill()).toEqual({ code: null, signal: "SIGKILL" });
});

test("tells why an app did not start", async () => {
  const failure = await startApp("stand-in", { MODE: "refuse" }, { script }).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(AppStartError);
  expect(failure).toMatchObject({ exit: { code: 78 }, output: "configuration is wrong: PORT" });
});

test("gives up on an app that does not listen", async () => {
  const failure = startApp("stand-in", { MODE: "silent" }, { script, listenLimitMs: 500 });
  await expect(failure).rejects.toThrow("within 500 ms");
});

test("a wait for a log line ends with the app", async () => {
  const app = await startApp("stand-in", {}, { script });
  const waiting = app.waitForLog((line) => line.event === "never");
  await Promise.all([expect(waiting).rejects.toThrow("ended (signal SIGKILL)"), app.kill()]);
});

test.each(["exception", "exit", "SIGKILL"])(
  "leaves nothing running when its parent dies by %s",
  async (death) => {
    const parent = spawn(
      process.execPath,
      [path.join(import.meta.dirname, "stand-ins/parent.ts")],
      {
        env: { PATH: process.env["PATH"], DEATH: death },
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
