/** The result of calls whose create requests were all accepted, and whose answers were all lost. */
export interface ClientResult {
  readonly paid: number;
  readonly delivered: number;
}

/** A row of the table. Null for a client, which has no worker to kill. */
export interface PeerResult {
  readonly name: string;
  readonly lostAnswers: { readonly calls: number } & ClientResult;
  /** Killed after the provider accepted, before its answer arrived. */
  readonly killedInCreate: readonly Kill[] | null;
  /** Killed between two polls. */
  readonly killedInPoll: readonly Kill[] | null;
}

export interface Kill {
  readonly paid: number;
  /** From the kill to the next request that reached the provider; null if there was none. */
  readonly recoveryMs: number | null;
  readonly finished: boolean;
}
