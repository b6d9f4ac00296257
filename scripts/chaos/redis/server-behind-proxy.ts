import { setTimeout } from "node:timers/promises";

import { connectPatiently } from "@dashqueue/queue/internal";
import { startRedis, startTcpProxy } from "@dashqueue/testing";
import type { RedisServer, TcpProxy } from "@dashqueue/testing";

import type { Hazard } from "../hazards.ts";

const READ_ONLY_MS = 3_000;

export interface ServerBehindProxy extends AsyncDisposable {
  readonly server: RedisServer;
  readonly proxy: TcpProxy;
  /** Leads through the proxy. */
  readonly url: string;
  readonly hazards: readonly Hazard[];
}

/** Starts one server with an append-only file, behind a proxy. */
export async function startServerBehindProxy(
  options: Parameters<typeof startRedis>[0] = {},
): Promise<ServerBehindProxy> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await startRedis({ ...options, appendOnly: true }));
  const proxy = stack.use(await startTcpProxy(server.port));
  const started = stack.move();
  return {
    server,
    proxy,
    url: `redis://127.0.0.1:${proxy.port}`,
    hazards: [
      {
        name: "Redis read-only",
        async strike() {
          const connection = connectPatiently(server.url, "{chaos}");
          // As after a failover behind one address: a replica whose primary is gone.
          await connection.call("REPLICAOF", "127.0.0.1", "1");
          await setTimeout(READ_ONLY_MS);
          await connection.call("REPLICAOF", "NO", "ONE");
          connection.disconnect();
        },
      },
      { name: "half-open connections", strike: async () => proxy.hang() },
    ],
    [Symbol.asyncDispose]: async () => started.disposeAsync(),
  };
}
