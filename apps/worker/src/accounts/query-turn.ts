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

interface Waiting {
  resolve(delayMs: number): void;
  reject(error: unknown): void;
}

interface Line {
  waiting: Waiting[];
  isReserving: boolean;
}

/**
 * Returns a function that reserves the next query turn of an account (G8) and resolves to the delay
 * until then. Turns that are wanted while a reservation is on its way are reserved together by the
 * next one: a worker with many tasks asks Redis less often than it queries.
 *
 * @param reserve reserves this many turns in a row, and returns the delay until the first one
 */
export function createTurnReservations(
  reserve: (account: string, turns: number) => Promise<number>,
  intervalMs: number,
): (account: string) => Promise<number> {
  const lines = new Map<string, Line>();

  async function serve(account: string, line: Line): Promise<void> {
    line.isReserving = true;
    while (line.waiting.length > 0) {
      const served = line.waiting;
      line.waiting = [];
      try {
        const firstMs = await reserve(account, served.length);
        for (const [index, { resolve }] of served.entries()) resolve(firstMs + index * intervalMs);
      } catch (error) {
        for (const { reject } of served) reject(error);
      }
    }
    line.isReserving = false;
  }

  return (account) =>
    new Promise((resolve, reject) => {
      const line = lines.get(account) ?? { waiting: [], isReserving: false };
      lines.set(account, line);
      line.waiting.push({ resolve, reject });
      if (!line.isReserving) void serve(account, line);
    });
}
