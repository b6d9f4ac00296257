import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { findFreePort } from "../process/free-port.ts";
import { startChild } from "../process/start-child.ts";
import { findRedisServer } from "./redis-program.ts";
import type { RedisServer } from "./start-redis.ts";
import { waitForRedis } from "./wait-for-redis.ts";

export interface Sentinel extends AsyncDisposable {
  readonly port: number;
  /** `redis+sentinel://`, with the address of this Sentinel. */
  readonly url: string;
}

const MASTER = "mymaster";

/**
 * Starts a Sentinel that watches this primary alone, and fails over half a second after it stopped.
 * Start it when the replica is connected: it asks for replicas every ten seconds. It needs a server
 * on PATH.
 *
 * @param password of the primary, of its replicas and of the Sentinel
 */
export async function startSentinel(
  primary: Pick<RedisServer, "port">,
  { password }: { readonly password?: string } = {},
): Promise<Sentinel> {
  const program = findRedisServer();
  if (program === null) throw new Error("no Redis found: install redis-server or valkey-server");
  const directory = await mkdtemp(path.join(tmpdir(), "dashqueue-sentinel-"));
  const port = await findFreePort();
  const file = path.join(directory, "sentinel.conf");
  const secrets =
    password === undefined
      ? []
      : [`requirepass ${password}`, `sentinel auth-pass ${MASTER} ${password}`];
  const lines = [
    `port ${port}`,
    "bind 127.0.0.1",
    `dir ${directory}`,
    `sentinel monitor ${MASTER} 127.0.0.1 ${primary.port} 1`,
    `sentinel down-after-milliseconds ${MASTER} 500`,
    `sentinel failover-timeout ${MASTER} 5000`,
    ...secrets,
  ];
  await writeFile(file, `${lines.join("\n")}\n`);
  const child = await startChild(program.command, [file, "--sentinel"], {
    env: process.env,
    cwd: directory,
  });
  await waitForRedis(port, child, 20_000, password);
  const login = password === undefined ? "" : `:${encodeURIComponent(password)}@`;
  return {
    port,
    url: `redis+sentinel://${login}127.0.0.1:${port}/${MASTER}`,
    async [Symbol.asyncDispose]() {
      await child.stop(5_000);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
