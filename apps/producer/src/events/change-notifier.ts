/** Tells the open streams of a process when a generation has changed. */
export interface ChangeNotifier {
  /** Registers for every notification about this id from now on. */
  watch(id: string): Watch;
  notify(id: string): void;
  /** Notifies all watches. Needed when notifications may have been lost. */
  notifyAll(): void;
}

export interface Watch extends Disposable {
  /**
   * Resolves to true once there was a notification since the last call, and to false if the signal
   * aborts. Notifications between two calls count as one. Never rejects.
   */
  next(signal: AbortSignal): Promise<boolean>;
}

export function createChangeNotifier(): ChangeNotifier {
  const listeners = new Map<string, Set<() => void>>();

  return {
    watch(id) {
      let notified = false;
      let wake = () => {};
      const listener = () => {
        notified = true;
        wake();
      };
      const group = listeners.get(id) ?? new Set();
      listeners.set(id, group.add(listener));
      return {
        async next(signal) {
          if (!notified && !signal.aborted) {
            const woken = Promise.withResolvers<void>();
            wake = woken.resolve;
            signal.addEventListener("abort", wake, { once: true });
            await woken.promise;
            signal.removeEventListener("abort", wake);
          }
          notified = false;
          return !signal.aborted;
        },
        [Symbol.dispose]() {
          group.delete(listener);
          if (group.size === 0 && listeners.get(id) === group) listeners.delete(id);
        },
      };
    },
    notify(id) {
      for (const listener of listeners.get(id) ?? []) listener();
    },
    notifyAll() {
      for (const group of listeners.values()) for (const listener of group) listener();
    },
  };
}
