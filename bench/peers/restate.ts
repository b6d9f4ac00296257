import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";

import { findFreePort, startChild } from "@dashqueue/testing";

import type { System } from "./systems.ts";
import { startWorker } from "./systems.ts";

const READY_MS = 60_000;

/**
 * Restate's server, which keeps the steps, and a service whose process is killed as the workers of
 * the others are.
 */
export function restateSystem(name: string): System {
  return {
    name,
    async start(world, requests) {
      await using stack = new AsyncDisposableStack();
      const folder = await mkdtemp(path.join(tmpdir(), "dashqueue-restate-"));
      stack.defer(() => rm(folder, { recursive: true, force: true }));
      const [admin, ingress, fabric, service] = await Promise.all([
        findFreePort(),
        findFreePort(),
        findFreePort(),
        findFreePort(),
      ]);
      const server = await startChild(serverBinary(), ["--base-dir", folder], {
        env: {
          RESTATE_LISTEN_MODE: "tcp",
          RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
          RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
          RESTATE_BIND_ADDRESS: `127.0.0.1:${fabric}`,
          RESTATE_DISABLE_TELEMETRY: "true",
        },
        cwd: folder,
      });
      stack.defer(async () => void (await server.kill()));
      const own = { PORT: String(service) };
      const worker = stack.use(await startWorker(world, "restate.ts", 0, own));
      const uri = `http://127.0.0.1:${service}`;
      await post(`http://127.0.0.1:${admin}/deployments`, { uri });
      const call = `http://127.0.0.1:${ingress}/films/generate/send`;
      for (let number = 1; number <= requests; number += 1) await post(call, `film ${number}`);
      const owned = stack.move();
      return {
        ended: worker.ended,
        killWorker: worker.killWorker,
        [Symbol.asyncDispose]: () => owned.disposeAsync(),
      };
    },
  };
}

/** The program itself: a signal to the script of the package would not reach it. */
function serverBinary(): string {
  const { resolve } = createRequire(import.meta.url);
  const ofPackage = createRequire(resolve("@restatedev/restate-server/package.json"));
  const { platform, arch } = process;
  return ofPackage.resolve(`@restatedev/restate-server-${platform}-${arch}/bin/restate-server`);
}

/** The server needs seconds until it answers, and until a service can be called. */
async function post(url: string, body: unknown): Promise<void> {
  const headers = { "content-type": "application/json", connection: "close" };
  const end = Date.now() + READY_MS;
  for (;;) {
    const request = { method: "POST", headers, body: JSON.stringify(body) };
    const response = await fetch(url, request).catch(() => null);
    if (response?.ok) return;
    if (Date.now() > end) throw new Error(`${url}: ${response?.status} ${await response?.text()}`);
    await setTimeout(200);
  }
}
