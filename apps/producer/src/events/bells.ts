/** Rings when a generation has changed. One for all open streams of a process. */
export interface Bells {
  /** Hears every ring for this id from now on. */
  watch(id: string): Watch;
  ring(id: string): void;
  /** Something may have been missed: everybody looks again. */
  ringAll(): void;
}

export interface Watch extends Disposable {
  /** Resolves with true when it has rung since the last call, or does; with false when the signal aborts. Never rejects. */
  next(signal: AbortSignal): Promise<boolean>;
}

export function createBells(): Bells {
  const watchers = new Map<string, Set<() => void>>();

  return {
    watch(id) {
      let rung = false;
      let wake = () => {};
      const hear = () => {
        rung = true;
        wake();
      };
      const others = watchers.get(id) ?? new Set();
      watchers.set(id, others.add(hear));
      return {
        async next(signal) {
          if (!rung && !signal.aborted) {
            const woken = Promise.withResolvers<void>();
            wake = woken.resolve;
            signal.addEventListener("abort", wake, { once: true });
            await woken.promise;
            signal.removeEventListener("abort", wake);
          }
          rung = false;
          return !signal.aborted;
        },
        [Symbol.dispose]() {
          others.delete(hear);
          if (others.size === 0 && watchers.get(id) === others) watchers.delete(id);
        },
      };
    },
    ring(id) {
      for (const hear of watchers.get(id) ?? []) hear();
    },
    ringAll() {
      for (const hears of watchers.values()) for (const hear of hears) hear();
    },
  };
}
