import { setTimeout as delay } from "node:timers/promises";
import { inspect } from "node:util";

type Falsy = false | 0 | 0n | "" | null | undefined;

export interface WaitOptions {
  /** 10 s by default. */
  readonly timeoutMs?: number;
  /** The time between two calls of the condition; 25 ms by default. */
  readonly everyMs?: number;
}

/**
 * Calls `condition` until it returns a truthy value, and returns that. Rejects with the last value
 * after the timeout; rejects at once if `condition` throws.
 */
export async function waitFor<Value>(
  condition: () => Value | Promise<Value>,
  { timeoutMs = 10_000, everyMs = 25 }: WaitOptions = {},
): Promise<Exclude<Value, Falsy>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (isTruthy(value)) return value;
    if (performance.now() >= deadline) {
      throw new Error(`condition not met within ${timeoutMs} ms; last value: ${inspect(value)}`);
    }
    await delay(everyMs);
  }
}

function isTruthy<Value>(value: Value): value is Exclude<Value, Falsy> {
  return Boolean(value);
}
