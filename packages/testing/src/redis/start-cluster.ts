import { Redis } from "ioredis";

import { findFreePort } from "../process/free-port.ts";
import { waitFor } from "../time/wait-for.ts";
import type { RedisOptions, RedisServer } from "./start-redis.ts";
import { startRedis } from "./start-redis.ts";

export interface RedisCluster extends AsyncDisposable {
  /** `redis+cluster://`, with the addresses of the primaries. */
  readonly url: string;
  /** They share the slots evenly: the first one has the lowest. */
  readonly primaries: readonly RedisServer[];
  /** One replica of each primary, in the same order, if there are any. */
  readonly replicas: readonly RedisServer[];
}

const SLOTS = 16_384;
const LIMIT = { timeoutMs: 60_000, everyMs: 50 };

/** Starts a Redis Cluster on the loopback interface. It needs a server of Redis 7 on PATH. */
export async function startRedisCluster(options: {
  readonly primaries: number;
  readonly withReplicas?: boolean;
  readonly appendOnly?: boolean;
}): Promise<RedisCluster> {
  await using stack = new AsyncDisposableStack();
  const count = options.primaries * (options.withReplicas === true ? 2 : 1);
  const nodes = await Promise.all(
    Array.from({ length: count }, async () => stack.use(await startNode(options.appendOnly))),
  );
  const [primaries, replicas] = [nodes.slice(0, options.primaries), nodes.slice(options.primaries)];
  const clients = nodes.map(({ port }) => new Redis({ port }));
  try {
    await join(clients, nodes, primaries.length);
  } finally {
    for (const client of clients) client.disconnect();
  }
  const owned = stack.move();
  return {
    url: `redis+cluster://${primaries.map(({ port }) => `127.0.0.1:${port}`).join(",")}`,
    primaries,
    replicas,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function startNode(appendOnly: RedisOptions["appendOnly"] = false): Promise<RedisServer> {
  const settings = {
    "cluster-enabled": "yes",
    // By default 10,000 more than the port, which may be none.
    "cluster-port": String(await findFreePort()),
    "cluster-node-timeout": "2000",
    "cluster-announce-ip": "127.0.0.1",
  };
  return startRedis({ appendOnly, settings });
}

async function join(
  clients: readonly Redis[],
  nodes: readonly RedisServer[],
  primaries: number,
): Promise<void> {
  const [first, ...others] = clients;
  for (const [index, client] of clients.slice(0, primaries).entries()) {
    const [from, to] = [index, index + 1].map((n) => Math.floor((n * SLOTS) / primaries));
    await client.call("CLUSTER", "ADDSLOTSRANGE", String(from), String((to ?? SLOTS) - 1));
  }
  const [, busPort = ""] = (await first?.config("GET", "cluster-port")) ?? [];
  for (const client of others)
    await client.call("CLUSTER", "MEET", "127.0.0.1", String(nodes[0]?.port), busPort);
  const infoHas = async (client: Redis, line: string) =>
    (await client.cluster("INFO")).includes(line);
  for (const client of clients)
    await waitFor(() => infoHas(client, `cluster_known_nodes:${nodes.length}\r`), LIMIT);
  for (const [index, client] of clients.slice(primaries).entries()) {
    const id = (await clients[index]?.call("CLUSTER", "MYID")) as string;
    // A node that has just met the others may not know the id of a primary yet.
    await waitFor(() => client.call("CLUSTER", "REPLICATE", id).catch(() => false), LIMIT);
    await waitFor(async () => (await client.info()).includes("master_link_status:up"), LIMIT);
  }
  for (const client of clients) await waitFor(() => infoHas(client, "cluster_state:ok"), LIMIT);
}
