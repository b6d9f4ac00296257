import { once } from "node:events";

import { Redis } from "ioredis";

/**
 * For a process that answers callers: a command fails at once while Redis is away instead of waiting in memory, where a
 * caller would be told "failed" and the command be sent all the same.
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

/** For a process that works: a command waits until Redis is back. BullMQ's workers insist on `maxRetriesPerRequest: null`. */
export function connectPatiently(url: string): Redis {
  return new Redis(url, { maxRetriesPerRequest: null, retryStrategy: reconnectMs });
}

/**
 * Waits until the connection can be used, but so long at most: a process that answers callers starts without Redis too, and
 * does not refuse the first of them while it is still connecting. Answers whether it can be used.
 */
export async function waitUntilReady(redis: Redis, limitMs: number): Promise<boolean> {
  if (redis.status === "ready") return true;
  const limit = AbortSignal.timeout(limitMs);
  await once(redis, "ready", { signal: limit }).catch(() => {});
  return (redis.status as string) === "ready";
}

/** Every 2 s at most: ioredis' own 20 s would leave a recovered Redis unused. */
function reconnectMs(times: number): number {
  return Math.min(times * 100, 2_000);
}
