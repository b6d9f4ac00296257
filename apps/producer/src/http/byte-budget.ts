/** Bounds how many bytes are held at once. */
export interface ByteBudget {
  /**
   * Waits in order of arrival until this many bytes are free, and takes them.
   *
   * @returns a function that frees them; null if the signal aborts first.
   */
  take(bytes: number, signal: AbortSignal): Promise<(() => void) | null>;
}

export function createByteBudget(totalBytes: number): ByteBudget {
  let free = totalBytes;
  const waiting: { readonly bytes: number; readonly end: (taken: boolean) => void }[] = [];

  function serve(): void {
    for (let next = waiting[0]; next !== undefined && next.bytes <= free; next = waiting[0]) {
      waiting.shift();
      free -= next.bytes;
      next.end(true);
    }
  }

  return {
    async take(bytes, signal) {
      if (signal.aborted) return null;
      const { promise, resolve: end } = Promise.withResolvers<boolean>();
      const own = { bytes, end };
      waiting.push(own);
      const giveUp = () => {
        waiting.splice(waiting.indexOf(own), 1);
        end(false);
        serve();
      };
      signal.addEventListener("abort", giveUp, { once: true });
      serve();
      if (!(await promise)) return null;
      signal.removeEventListener("abort", giveUp);
      let isHeld = true;
      return () => {
        if (isHeld) free += bytes;
        isHeld = false;
        serve();
      };
    },
  };
}
