import { once } from "node:events";

import type { RedisOptions } from "ioredis";
import { Redis } from "ioredis";

import { askingAs, createLocate } from "./locate-primary.ts";
import { createPrimaryConnector } from "./primary-connector.ts";
import { HASH_TAGGED, parseRedisUrl } from "./redis-url.ts";

/**
 * For a process that answers callers: while Redis is down, a command fails at once. If it waited in
 * memory instead, a caller could get an error and the command could still be sent later.
 *
 * @param prefix of the keys: it decides which node of a Cluster has them
 * @throws if the URL is wrong, or if a Cluster would not keep the keys in one slot
 */
export function connectFailingFast(url: string, prefix: string): Redis {
  return connect(url, prefix, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    autoResendUnfulfilledCommands: false,
    commandTimeout: 2_000,
    socketTimeout: 5_000,
  });
}

/**
 * For a process that runs jobs: a command waits until Redis is back. BullMQ's workers require
 * `maxRetriesPerRequest: null`, and block a connection for up to 10 s.
 */
export function connectPatiently(url: string, prefix: string): Redis {
  return connect(url, prefix, { maxRetriesPerRequest: null, socketTimeout: 15_000 });
}

/**
 * Waits for the connection, at most `limitMs`, and returns whether it is ready. A process that
 * answers callers starts without Redis too, but should not refuse the first ones while connecting.
 */
export async function waitUntilReady(redis: Redis, limitMs: number): Promise<boolean> {
  if (redis.status === "ready") return true;
  const limit = AbortSignal.timeout(limitMs);
  await once(redis, "ready", { signal: limit }).catch(() => {});
  return (redis.status as string) === "ready";
}

/** Between two tests of an idle connection: a peer that vanished is noticed by a write only. */
const PING_MS = 10_000;

/** A server that cannot serve is not asked more often. */
const REFUSED_RETRY_MS = 1_000;

/**
 * A connection that leaves a server that cannot serve: one that does not answer within
 * `socketTimeout`, one that says so while its address, a Sentinel or the Cluster leads to another
 * server, and one without the database.
 */
function connect(url: string, prefix: string, options: Omit<RedisOptions, "replyMapping">): Redis {
  let wasRefused = false;
  const recovery: Pick<RedisOptions, "reconnectOnError" | "retryStrategy"> = {
    reconnectOnError(error) {
      if (!isRefusal(error)) return false;
      wasRefused = true;
      // 2: the command is sent again. A server refuses a script before its first write.
      return options.autoResendUnfulfilledCommands === false ? 1 : 2;
    },
    retryStrategy(times) {
      const delayMs = wasRefused ? REFUSED_RETRY_MS : reconnectMs(times);
      wasRefused = false;
      return delayMs;
    },
  };
  const redis = new Redis({ ...options, ...recovery, ...serverOptions(url, prefix) });
  const timer = setInterval(() => {
    if (redis.status === "ready") redis.ping().catch(() => {});
  }, PING_MS).unref();
  redis.on("error", (error: unknown) => {
    forgetArguments(error);
    // ioredis reports that the database does not exist, and would continue in database 0.
    if (isWrongDatabase(error)) redis.disconnect(true);
  });
  return redis.once("end", () => clearInterval(timer));
}

/** Which server to use, and how to log in. */
function serverOptions(url: string, prefix: string): Omit<RedisOptions, "replyMapping"> {
  const parsed = parseRedisUrl(url);
  if ("problems" in parsed) throw new Error(`the URL of Redis ${parsed.problems.join("; ")}`);
  const { topology, username, password, database: db, family, isTls } = parsed.target;
  const login = { username, password, db, family, ...(isTls ? { tls: {} } : {}) };
  if (topology.kind === "standalone") return { ...login, ...topology.address };
  if (topology.kind === "cluster" && !HASH_TAGGED.test(prefix))
    throw new Error(
      "a Redis Cluster would spread the keys: use a prefix with a hash tag, like {dashqueue}",
    );
  const locate = createLocate(topology, prefix, askingAs(parsed.target));
  return { ...login, Connector: createPrimaryConnector(locate) };
}

/** At most 2 s: with 20 s, ioredis' default, a Redis that is back would stay unused. */
function reconnectMs(times: number): number {
  return Math.min(times * 100, 2_000);
}

/**
 * The errors of a server that did not run a command because it is not, or not yet, the one to ask.
 * `UNBLOCKED` ends a blocking command when a primary becomes a replica. Redis 6 puts the error of a
 * script's command at the end of a message of its own.
 */
const REFUSAL =
  /(?:^|: -)(?:READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|MOVED|ASK|TRYAGAIN|UNBLOCKED)\b/;

function isRefusal({ message }: Error): boolean {
  return REFUSAL.test(message);
}

/** ioredis adds the command to an error: here the one that logs in (G7). */
function forgetArguments(error: unknown): void {
  const { command } = error as { readonly command?: { args?: unknown } };
  if (command !== undefined) delete command.args;
}

/** Whether the server refused the database that the URL names. */
export function isWrongDatabase(error: unknown): boolean {
  const { command } = error as { readonly command?: { readonly name?: unknown } };
  return command?.name === "select";
}
