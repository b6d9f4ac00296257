import { once } from "node:events";

import { Redis } from "ioredis";

/**
 * For a process that answers callers: while Redis is down, a command fails at once. If it waited in
 * memory instead, a caller could get an error and the command could still be sent later.
 */
export function connectFailingFast(url: string): Redis {
  return new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    autoResendUnfulfilledCommands: false,
    commandTimeout: 2_000,
    retryStrategy: reconnectMs,
  });
}

/**
 * For a process that runs jobs: a command waits until Redis is back. BullMQ's workers require
 * `maxRetriesPerRequest: null`.
 */
export function connectPatiently(url: string): Redis {
  return new Redis(url, { maxRetriesPerRequest: null, retryStrategy: reconnectMs });
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

/** At most 2 s: with 20 s, ioredis' default, a Redis that is back would stay unused. */
function reconnectMs(times: number): number {
  return Math.min(times * 100, 2_000);
}
