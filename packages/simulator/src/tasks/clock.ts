/** A clock that can be moved on: a day passes at once. */
export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly advance: (durationMs: number) => void;
  /** How far it was moved on in all. */
  readonly aheadMs: () => number;
};

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
