import { pause } from "../loop/pause.ts";

/**
 * 16 queries a second for all replicas together: DashScope allows an account 20, and what leaves evenly does not arrive
 * evenly. DashScope's documentation: "manage asynchronous tasks".
 */
export const QUERY_INTERVAL_MS = 62.5;

/** A turn taken later than this would crowd the ones after it. */
const LATE_MS = 100;

export interface QueryTurnPorts {
  /** Reserves the account's next turn; answers how long to wait for it. */
  reserve(intervalMs: number): Promise<number>;
  now(): number;
}

/** Waits for this process' turn to ask the provider (G8). A turn that was slept through is given up for a new one. */
export async function takeQueryTurn(ports: QueryTurnPorts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const delayMs = await ports.reserve(QUERY_INTERVAL_MS);
    const dueAt = ports.now() + delayMs;
    await pause(delayMs, signal);
    if (ports.now() - dueAt <= LATE_MS) return;
  }
}
