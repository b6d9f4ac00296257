import { setTimeout } from "node:timers/promises";

/** Resolves after the delay, or as soon as the signal aborts. */
export async function sleep(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(delayMs, undefined, { signal });
  } catch (cause) {
    if (!signal.aborted) throw cause;
  }
}
