/** A clock that tests can move forward, so that a day passes at once. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly advance: (durationMs: number) => void;
  /** The total that the clock was moved forward, in milliseconds. */
  readonly aheadMs: () => number;
}

export function createClock(base: () => number, startAheadMs: number): Clock {
  let aheadMs = startAheadMs;
  return {
    now: () => base() + aheadMs,
    advance: (durationMs) => {
      aheadMs += durationMs;
    },
    aheadMs: () => aheadMs,
  };
}
