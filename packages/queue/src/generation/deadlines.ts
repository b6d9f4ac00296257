/** How long each step of a create request may take, milliseconds. */
export interface CreateWaits {
  /** A create request is sent within this time after its intent was written, or never (G1). */
  readonly sendMs: number;
  /** After this time, no worker waits for the answer to a create request any more. */
  readonly createMs: number;
  /** The provider's list shows a task this long after its create request at the latest. */
  readonly reconcileMs: number;
}

/** When each step of an attempt must have happened, epoch milliseconds. */
export interface Deadlines {
  readonly sendBy: number;
  readonly answerBy: number;
  readonly listedBy: number;
}

export function deadlinesAfter(begunAt: number, waits: CreateWaits): Deadlines {
  return {
    sendBy: begunAt + waits.sendMs,
    answerBy: begunAt + waits.createMs,
    listedBy: begunAt + waits.reconcileMs,
  };
}

/**
 * The deadlines that the attempt's own worker wrote, because replicas may have other settings.
 *
 * @param waits apply to an attempt of an earlier version, which wrote none.
 */
export function deadlinesOf(
  attempt: { readonly begunAt: number; readonly deadlines?: Deadlines | undefined },
  waits: CreateWaits,
): Deadlines {
  return attempt.deadlines ?? deadlinesAfter(attempt.begunAt, waits);
}
