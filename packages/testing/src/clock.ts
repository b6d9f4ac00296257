/** A clock that moves only when it is told to. */
export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly advance: (durationMs: number) => void;
};

/** Starts at `startMs` (milliseconds since the epoch); pass its `now` wherever code asks for the time. */
export function createClock(startMs: number): Clock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    advance: (durationMs) => {
      nowMs += durationMs;
    },
  };
}
