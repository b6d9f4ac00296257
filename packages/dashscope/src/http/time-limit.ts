/** A signal that ends with another one, or after a time. */
export interface TimeLimit extends Disposable {
  readonly signal: AbortSignal;
  /** Whether the time is over. */
  isOver(): boolean;
}

/**
 * Does what `AbortSignal.any` and `AbortSignal.timeout` do. A request that has ended leaves neither
 * a timer nor a signal to the garbage collector.
 */
export function limitTime(limitMs: number, signal: AbortSignal | undefined): TimeLimit {
  const limit = new AbortController();
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    limit.abort();
  }, limitMs);
  const onAbort = () => limit.abort();
  signal?.addEventListener("abort", onAbort, { once: true });
  return {
    signal: limit.signal,
    isOver: () => isOver,
    [Symbol.dispose]() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}
