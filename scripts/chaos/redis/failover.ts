import { setTimeout } from "node:timers/promises";

import { connectPatiently } from "@dashqueue/queue/internal";
import type { RedisServer } from "@dashqueue/testing";
import { waitFor } from "@dashqueue/testing";

export interface Pair {
  readonly primary: RedisServer;
  readonly replica: RedisServer;
}

export interface TakeOver {
  promote(): Promise<void>;
  follow(): Promise<void>;
}

/** A Sentinel or a Cluster does both. */
export const LEFT_TO_REDIS: TakeOver = { promote: async () => {}, follow: async () => {} };

/** How long the primary goes on without its replica before it is killed. */
const ALONE_MS = 1_000;
const LIMIT = { timeoutMs: 120_000, everyMs: 100 };

/**
 * Kills a primary whose replica received nothing for a second, and waits until the replica has
 * taken over and has the old primary as its replica. Without the second, replication on one machine
 * is so fast that a failover would lose nothing.
 *
 * @param takeOver makes the replica the primary, and later the old primary its replica.
 */
export async function failOver({ primary, replica }: Pair, takeOver: TakeOver): Promise<Pair> {
  process.kill(replica.pid, "SIGSTOP");
  // Otherwise it would read later what its socket received meanwhile.
  await call(primary, "CLIENT", "KILL", "TYPE", "replica");
  await setTimeout(ALONE_MS);
  await primary.kill();
  process.kill(replica.pid, "SIGCONT");
  await takeOver.promote();
  await waitForInfo(replica, "role:master");
  await primary.restart();
  await takeOver.follow();
  await waitForInfo(primary, "master_link_status:up");
  return { primary: replica, replica: primary };
}

/** Sends one command to this server. */
export async function call(server: RedisServer, ...command: readonly string[]): Promise<unknown> {
  const [name = "", ...rest] = command;
  const connection = connectPatiently(server.url, "{chaos}");
  try {
    return await connection.call(name, ...rest);
  } finally {
    connection.disconnect();
  }
}

/** Makes one server the replica of another, and waits until it has all data. */
export async function follow(replica: RedisServer, primary: RedisServer): Promise<void> {
  await call(replica, "REPLICAOF", "127.0.0.1", String(primary.port));
  await waitForInfo(replica, "master_link_status:up");
}

async function waitForInfo(server: RedisServer, line: string): Promise<void> {
  const connection = connectPatiently(server.url, "{chaos}");
  try {
    await waitFor(async () => (await connection.info("replication")).includes(line), LIMIT);
  } finally {
    connection.disconnect();
  }
}
