/** A clock for tests that moves only by `advance`. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly advance: (durationMs: number) => void;
}

/** @param startMs milliseconds since the epoch. Pass `now` to the code under test. */
export function createClock(startMs: number): Clock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (durationMs) => {
      nowMs += durationMs;
    },
  };
}
