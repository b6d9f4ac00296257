import { setTimeout } from "node:timers/promises";

/** A foreign id costs a millisecond more than an unknown one: its record is read and parsed. */
const PAD_MS = 50;

export interface TimePadding {
  readonly now: () => number;
  /** An unknown id is answered after a whole multiple of this, 50 ms by default. 0: at once. */
  readonly padMs?: number | undefined;
}

/**
 * Makes a call take the same time for the id of another tenant as for an unknown one, so that the
 * time does not reveal whether a generation exists. What is found is returned at once.
 */
export function withPadding<Args extends readonly unknown[], Result>(
  { now, padMs = PAD_MS }: TimePadding,
  call: (...args: Args) => Promise<Result>,
): (...args: Args) => Promise<Result> {
  return async (...args) => {
    const begunAt = now();
    const result = await call(...args);
    if (isUnknown(result) && padMs > 0) await setTimeout(restOf(now() - begunAt, padMs));
    return result;
  };
}

/** The time until the next whole multiple of `stepMs`. */
export function restOf(elapsedMs: number, stepMs: number): number {
  return stepMs - (Math.max(0, elapsedMs) % stepMs);
}

function isUnknown(result: unknown): boolean {
  if (typeof result !== "object") return false;
  return result === null || ("kind" in result && result.kind === "missing");
}
