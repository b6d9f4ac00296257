import type {
  AccountGate,
  NextTries,
  NextTry,
  Pause,
  WorkerReport,
} from "@dashqueue/queue/internal";

/** An account that at least one live worker knows. */
export interface AccountState {
  readonly name: string;
  readonly baseUrl: string;
  readonly pause: Pause | null;
  /** When it is tried again; null if it was not refused. */
  readonly nextTry: NextTry | null;
  /** Over the last minute. */
  readonly queriesPerSecond: number;
  /** How many it may have a second; null if no worker tells. */
  readonly queryLimit: number | null;
}

export interface AccountPorts {
  readonly gate: Pick<AccountGate, "pausedFor" | "queriesPerSecond">;
  readonly tries: Pick<NextTries, "of">;
  readonly now: () => number;
}

/** The accounts of the live workers. */
export async function readAccounts(
  reports: readonly WorkerReport[],
  { gate, tries, now }: AccountPorts,
): Promise<readonly AccountState[]> {
  const known = new Map(reports.flatMap((report) => Object.entries(report)));
  const states = [...known].map(async ([name, { baseUrl, queryLimit = null }]) => {
    const refused = reports.every((report) => report[name]?.keyRefused !== null);
    const pause = refused ? (reports[0]?.[name]?.keyRefused ?? null) : null;
    const queriesPerSecond = await gate.queriesPerSecond(name, now());
    return {
      name,
      baseUrl,
      pause: pause ?? (await gate.pausedFor(name)),
      nextTry: await tries.of("account", name),
      queriesPerSecond,
      queryLimit,
    };
  });
  return Promise.all(states);
}
