/** The result of calls whose create requests were all accepted, and whose answers were all lost. */
export interface ClientResult {
  readonly paid: number;
  readonly delivered: number;
}

/** A row of the table. */
export interface PeerResult {
  readonly name: string;
  readonly lostAnswers: { readonly calls: number } & ClientResult;
  /** Killed after the provider accepted, before its answer arrived. */
  readonly killedInCreate: Kills;
  /** Killed between two polls. */
  readonly killedInPoll: Kills;
  /** Requests that ended, where a provider answers at once; null for a client. */
  readonly perSecond: number | null;
}

/** A client has no worker to kill, or those of dashqueue, which are killed in its own row. */
export type Kills = readonly Kill[] | "no workers" | "as dashqueue";

export interface Kill {
  readonly paid: number;
  /** From the kill to the next query of a task; null if there was none. */
  readonly recoveryMs: number | null;
  readonly finished: boolean;
}
