import { Redis } from "ioredis";

import type { Address, RedisTarget, Topology } from "./redis-url.ts";

type Located = Exclude<Topology, { kind: "standalone" }>;
type Command = readonly [name: string, ...values: string[]];
/** Sends commands to a server by a connection of its own, and returns the answers. */
export type Ask = (server: Address, ...commands: readonly Command[]) => Promise<readonly unknown[]>;

/**
 * Returns a function that finds the primary of our keys. Each call begins with another server: one
 * that is cut off from the others still names the primary before the failover.
 *
 * @param prefix the prefix of the keys, with a hash tag for a Cluster
 */
export function createLocate(topology: Located, prefix: string, ask: Ask): () => Promise<Address> {
  const given = topology.kind === "sentinel" ? topology.sentinels : topology.nodes;
  let learned: readonly Address[] = [];
  let turn = -1;
  return async () => {
    const known = [...given, ...learned.filter((node) => !given.some((seed) => same(node, seed)))];
    turn = (turn + 1) % known.length;
    const failures: string[] = [];
    for (const server of [...known.slice(turn), ...known.slice(0, turn)]) {
      try {
        if (topology.kind === "sentinel") return await askSentinel(ask, server, topology.master);
        const { primary, nodes } = await askNode(ask, server, prefix);
        learned = nodes;
        return primary;
      } catch (error) {
        failures.push(`${server.host}:${server.port}: ${(error as Error).message}`);
      }
    }
    throw new Error(
      topology.kind === "sentinel"
        ? `no Sentinel knows the primary of ${topology.master} (${failures.join("; ")})`
        : `no node of the Redis Cluster knows the primary of our keys (${failures.join("; ")})`,
    );
  };
}

function same(one: Address, other: Address): boolean {
  return one.host === other.host && one.port === other.port;
}

async function askSentinel(ask: Ask, sentinel: Address, master: string): Promise<Address> {
  const [answer] = await ask(sentinel, ["SENTINEL", "GET-MASTER-ADDR-BY-NAME", master]);
  if (!Array.isArray(answer)) throw new Error("it watches no master of this name");
  const [host, port] = answer as [string, string];
  return { host, port: Number(port) };
}

/** An entry of the answer to `CLUSTER SLOTS`: the primary comes first, then its replicas. */
type SlotRange = readonly [first: number, last: number, ...nodes: (readonly [string, number])[]];

async function askNode(ask: Ask, node: Address, prefix: string) {
  const answers = await ask(node, ["CLUSTER", "KEYSLOT", prefix], ["CLUSTER", "SLOTS"]);
  const [slot, ranges] = answers as readonly [number, readonly SlotRange[]];
  const addressOf = ([host, port]: readonly [string | null, number]): Address => ({
    // A node that does not know the name of another one means the host that was asked.
    host: host === null || host === "" || host === "?" ? node.host : host,
    port,
  });
  const range = ranges.find(([first, last]) => slot >= first && slot <= last);
  const primary = range?.[2];
  if (primary === undefined) throw new Error(`no node serves slot ${slot}`);
  const nodes = ranges.flatMap(([, , ...owners]) => owners.map(addressOf));
  return { primary: addressOf(primary), nodes };
}

const ANSWER_LIMIT_MS = 2_000;

/** Asks with the credentials of the target, and a Sentinel without a password without any. */
export function askingAs(target: RedisTarget): Ask {
  const { username, password, topology } = target;
  const login = { username, password };
  return async (server, ...commands) => {
    if (topology.kind === "cluster") return send(target, { ...server, ...login }, commands);
    try {
      return await send(target, server, commands);
    } catch (error) {
      if (password === "" || !/^NOAUTH\b/.test((error as Error).message)) throw error;
      return send(target, { ...server, ...login }, commands);
    }
  };
}

async function send(
  { isTls, family }: RedisTarget,
  server: Address & { readonly username?: string; readonly password?: string },
  commands: readonly Command[],
): Promise<readonly unknown[]> {
  const client = new Redis({
    ...server,
    family,
    ...(isTls ? { tls: {} } : {}),
    lazyConnect: true,
    retryStrategy: null,
    enableReadyCheck: false,
    disableClientInfo: true,
    connectTimeout: ANSWER_LIMIT_MS,
    commandTimeout: ANSWER_LIMIT_MS,
  });
  let reason: Error | undefined;
  client.on("error", (error: Error) => (reason = error));
  try {
    await client.connect();
    return await Promise.all(
      commands.map(async ([name, ...values]) => client.call(name, ...values)),
    );
  } catch (error) {
    throw reason ?? error;
  } finally {
    client.disconnect();
  }
}
