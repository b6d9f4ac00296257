/** Sends jobs that wait to be submitted back to their queues, so that other workers take them. */
export interface StopWaiting {
  /** Aborts when they are to go back. Another one after each `end`. */
  signal(): AbortSignal;
  begin(): void;
  end(): void;
}

/** @param closing aborts when the process closes: then they go back as well */
export function createStopWaiting(closing: AbortSignal): StopWaiting {
  let stopping = new AbortController();
  closing.addEventListener("abort", () => stopping.abort(), { once: true });
  if (closing.aborted) stopping.abort();
  return {
    signal: () => stopping.signal,
    begin: () => stopping.abort(),
    end() {
      if (stopping.signal.aborted && !closing.aborted) stopping = new AbortController();
    },
  };
}
