/** What became of so many calls of a client whose every answer to a create was lost. */
export interface ClientResult {
  readonly paid: number;
  readonly delivered: number;
}

/** A row of the table. Null where there is nothing to measure. */
export interface PeerResult {
  readonly name: string;
  readonly lostAnswers: { readonly calls: number } & ClientResult;
  /** Killed after the provider accepted, before its answer was read. */
  readonly killedInCreate: readonly Kill[] | null;
  /** Killed between two polls. */
  readonly killedInPoll: readonly Kill[] | null;
}

export interface Kill {
  readonly paid: number;
  /** From the kill until the provider heard of this work again; null when it did not within the limit. */
  readonly recoveryMs: number | null;
  readonly finished: boolean;
}
