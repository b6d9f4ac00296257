import { sleep } from "../sleep.ts";

/** Requests that leave evenly do not arrive evenly, so a fifth of the provider's limit is spare. */
const USED = 0.8;

/** The time between two queries of an account, for all replicas together. */
export function queryIntervalMs(queriesPerSecond: number): number {
  return 1_000 / (USED * queriesPerSecond);
}

/** A query sent later than this would crowd the turns after it. */
const LATE_MS = 100;

export interface QueryTurnPorts {
  /** Reserves the account's next turn and returns the delay until then. */
  reserve(): Promise<number>;
  now(): number;
}

/**
 * Waits for this process's turn among all queries of the account (G8). A process that misses its
 * turn reserves a new one.
 */
export async function takeQueryTurn(ports: QueryTurnPorts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const delayMs = await ports.reserve();
    const dueAt = ports.now() + delayMs;
    await sleep(delayMs, signal);
    if (ports.now() - dueAt <= LATE_MS) return;
  }
}
