import { sleep } from "../sleep.ts";

/**
 * 16 queries per second for all replicas together. DashScope allows an account 20, and requests
 * that leave evenly do not arrive evenly. DashScope's documentation: "manage asynchronous tasks".
 */
const QUERY_INTERVAL_MS = 62.5;

/** A query sent later than this would crowd the turns after it. */
const LATE_MS = 100;

export interface QueryTurnPorts {
  /** Reserves the account's next turn and returns the delay until then. */
  reserve(intervalMs: number): Promise<number>;
  now(): number;
}

/**
 * Waits for this process's turn among all queries of the account (G8). A process that misses its
 * turn reserves a new one.
 */
export async function takeQueryTurn(ports: QueryTurnPorts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const delayMs = await ports.reserve(QUERY_INTERVAL_MS);
    const dueAt = ports.now() + delayMs;
    await sleep(delayMs, signal);
    if (ports.now() - dueAt <= LATE_MS) return;
  }
}
