/** Tells those who wait for something by its name that it has happened. */
export interface Bell {
  /** Aborts at the next ring for this name from now on. */
  next(name: string): AbortSignal;
  ring(name: string): void;
}

export function createBell(): Bell {
  const waiting = new Map<string, AbortController>();
  return {
    next(name) {
      const known = waiting.get(name);
      if (known) return known.signal;
      const controller = new AbortController();
      waiting.set(name, controller);
      return controller.signal;
    },
    ring(name) {
      waiting.get(name)?.abort();
      waiting.delete(name);
    },
  };
}
