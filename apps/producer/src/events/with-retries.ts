import { setTimeout as delay } from "node:timers/promises";

import { isRedisAway } from "@dashqueue/service";

/** Between two reads while Redis does not answer. */
const RETRY_MS = 500;

/** Retries until Redis answers; returns null if the signal aborts first. */
export async function withRetries<Value>(
  signal: AbortSignal,
  read: () => Promise<Value>,
): Promise<Value | null> {
  while (!signal.aborted) {
    try {
      return await read();
    } catch (error) {
      if (!isRedisAway(error)) throw error;
    }
    await delay(RETRY_MS, undefined, { signal }).catch(() => {});
  }
  return null;
}
