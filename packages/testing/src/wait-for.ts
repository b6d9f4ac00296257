import { setTimeout as delay } from "node:timers/promises";
import { inspect } from "node:util";

type Falsy = false | 0 | 0n | "" | null | undefined;

export type WaitOptions = {
  /** How long to go on asking; 10 s by default. */
  readonly timeoutMs?: number;
  /** Time between two questions; 25 ms by default. */
  readonly everyMs?: number;
};

/**
 * Asks `condition` again and again, and returns the first truthy value.
 * Rejects with the last value it got when the time is over; an error thrown by `condition` is passed on at once.
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
      throw new Error(`still waiting after ${timeoutMs} ms; the last value was ${inspect(value)}`);
    }
    await delay(everyMs);
  }
}

function isTruthy<Value>(value: Value): value is Exclude<Value, Falsy> {
  return Boolean(value);
}
