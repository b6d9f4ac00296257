/**
 * Wakes what waits at a lane's door: it rings when a slot of the lane is released. One bell serves
 * all lanes of the process.
 */
export interface Bell {
  /** Returns a signal that aborts at the next ring for this lane. */
  next(lane: string): AbortSignal;
  ring(lane: string): void;
}

export function createBell(): Bell {
  const waiting = new Map<string, AbortController>();
  return {
    next(lane) {
      const known = waiting.get(lane);
      if (known) return known.signal;
      const controller = new AbortController();
      waiting.set(lane, controller);
      return controller.signal;
    },
    ring(lane) {
      waiting.get(lane)?.abort();
      waiting.delete(lane);
    },
  };
}
