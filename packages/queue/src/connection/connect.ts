import { once } from "node:events";

import type { RedisOptions } from "ioredis";
import { Redis } from "ioredis";

/**
 * For a process that answers callers: while Redis is down, a command fails at once. If it waited in
 * memory instead, a caller could get an error and the command could still be sent later.
 */
export function connectFailingFast(url: string): Redis {
  return connect(url, {
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
export function connectPatiently(url: string): Redis {
  return connect(url, { maxRetriesPerRequest: null, socketTimeout: 15_000 });
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

/** A server that stays read-only is not asked more often. */
const READ_ONLY_RETRY_MS = 1_000;

/**
 * A connection that leaves its server when the server cannot serve: when it does not answer within
 * `socketTimeout`, when it became a read-only replica and its address leads to another one, and
 * when it does not have the database.
 */
function connect(url: string, options: Omit<RedisOptions, "replyMapping">): Redis {
  let wasReadOnly = false;
  const recovery: Pick<RedisOptions, "reconnectOnError" | "retryStrategy"> = {
    reconnectOnError(error) {
      if (!isReadOnly(error)) return false;
      wasReadOnly = true;
      // 2: the command is sent again. A replica refuses a script before its first write.
      return options.autoResendUnfulfilledCommands === false ? 1 : 2;
    },
    retryStrategy(times) {
      const delayMs = wasReadOnly ? READ_ONLY_RETRY_MS : reconnectMs(times);
      wasReadOnly = false;
      return delayMs;
    },
  };
  const redis = new Redis(url, { ...options, ...recovery });
  const timer = setInterval(() => {
    if (redis.status === "ready") redis.ping().catch(() => {});
  }, PING_MS).unref();
  redis.on("error", (error: unknown) => {
    // ioredis reports that the database does not exist, and would continue in database 0.
    if (isWrongDatabase(error)) redis.disconnect(true);
  });
  return redis.once("end", () => clearInterval(timer));
}

/** At most 2 s: with 20 s, ioredis' default, a Redis that is back would stay unused. */
function reconnectMs(times: number): number {
  return Math.min(times * 100, 2_000);
}

/** Redis 6 puts the error of a script's command at the end of a message of its own. */
function isReadOnly({ message }: Error): boolean {
  return /^READONLY\b|: -READONLY\b/.test(message);
}

/** Whether the server refused the database that the URL names. */
export function isWrongDatabase(error: unknown): boolean {
  const { command } = error as { readonly command?: { readonly name?: unknown } };
  return command?.name === "select";
}
