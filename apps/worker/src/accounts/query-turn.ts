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

interface TurnRequest {
  resolve(delayMs: number): void;
  reject(error: unknown): void;
}

/** The requests for turns of one account. */
interface TurnRequests {
  waiting: TurnRequest[];
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
  const accounts = new Map<string, TurnRequests>();

  async function serve(account: string, requests: TurnRequests): Promise<void> {
    requests.isReserving = true;
    while (requests.waiting.length > 0) {
      const served = requests.waiting;
      requests.waiting = [];
      try {
        const firstMs = await reserve(account, served.length);
        for (const [index, { resolve }] of served.entries()) resolve(firstMs + index * intervalMs);
      } catch (error) {
        for (const { reject } of served) reject(error);
      }
    }
    requests.isReserving = false;
  }

  return (account) =>
    new Promise((resolve, reject) => {
      const requests = accounts.get(account) ?? { waiting: [], isReserving: false };
      accounts.set(account, requests);
      requests.waiting.push({ resolve, reject });
      if (!requests.isReserving) void serve(account, requests);
    });
}
