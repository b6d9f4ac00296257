import { setTimeout } from "node:timers/promises";

/** Waits so long, or until the signal aborts; either way it resolves. */
export async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(delayMs, undefined, { signal });
  } catch (cause) {
    if (!signal.aborted) throw cause;
  }
}
