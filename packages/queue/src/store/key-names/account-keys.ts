/** The names of the keys of an account. */
export interface AccountKeys {
  /** The newest tasks of an account at a host, by the time of their create requests. */
  knownTasks(account: string, baseUrl: string): string;
  /** Why an account is paused, and when the next probe is due. */
  account(account: string): string;
  /** When the next query turn of an account is free (G8). */
  queries(account: string): string;
  /** How many query turns were reserved in each of the last minutes. */
  queryCounts(account: string): string;
  /** Since when only this installation uses the account, and what contradicts that. */
  exclusive(account: string): string;
  /** What the sweeps of the task list of an account at a host have shown. */
  sweep(account: string, baseUrl: string): string;
  /** Exists while one worker sweeps. */
  sweeper(account: string, baseUrl: string): string;
  /** Ended tasks that the next sweeps must show. */
  sweepChecks(account: string, baseUrl: string): string;
  /** Exists while one worker reads the quotas of an account. */
  quotaReader(account: string): string;
}

export function accountKeys(prefix: string): AccountKeys {
  return {
    knownTasks: (account, baseUrl) => `${prefix}:known-tasks:${account}:${baseUrl}`,
    account: (account) => `${prefix}:account:${account}`,
    queries: (account) => `${prefix}:queries:${account}`,
    queryCounts: (account) => `${prefix}:query-counts:${account}`,
    exclusive: (account) => `${prefix}:exclusive:${account}`,
    sweep: (account, baseUrl) => `${prefix}:sweep:${account}:${baseUrl}`,
    sweeper: (account, baseUrl) => `${prefix}:sweeper:${account}:${baseUrl}`,
    sweepChecks: (account, baseUrl) => `${prefix}:sweep-checks:${account}:${baseUrl}`,
    quotaReader: (account) => `${prefix}:quota-reader:${account}`,
  };
}
