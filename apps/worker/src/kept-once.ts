/** Values that this worker needs again soon: each is handed out once, while it is fresh. */
export interface KeptOnce<T> {
  keep(key: string, value: T): void;
  /** Returns null for a value that is unknown or not fresh. */
  take(key: string): T | null;
}

/** Another replica may do the next step instead. Then nobody takes what is kept here. */
const MOST_VALUES = 1_000;

export function createKeptOnce<T>(freshMs: number, now: () => number): KeptOnce<T> {
  const kept = new Map<string, { readonly value: T; readonly at: number }>();
  return {
    keep(key, value) {
      const [oldest] = kept.keys();
      if (kept.size >= MOST_VALUES && oldest !== undefined) kept.delete(oldest);
      kept.set(key, { value, at: now() });
    },
    take(key) {
      const found = kept.get(key);
      kept.delete(key);
      return found !== undefined && now() - found.at < freshMs ? found.value : null;
    },
  };
}
