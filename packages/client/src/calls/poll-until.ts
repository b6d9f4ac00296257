import { setTimeout as sleep } from "node:timers/promises";

import type { CallOptions } from "./call.ts";

export interface PollOptions<Result> extends CallOptions {
  /** Called for every answer before the last one. */
  readonly onProgress?: ((result: Result) => void) | undefined;
  /** How often to ask; every 5 s by default. */
  readonly pollMs?: number | undefined;
}

const POLL_MS = 5_000;

/** Asks until an answer is the last one, and returns that. */
export async function pollUntil<Result>(
  ask: (options: CallOptions) => Promise<Result>,
  isLast: (result: Result) => boolean,
  { onProgress, pollMs = POLL_MS, signal, timeoutMs }: PollOptions<Result> = {},
): Promise<Result> {
  for (;;) {
    const result = await ask({ signal, timeoutMs });
    if (isLast(result)) return result;
    onProgress?.(result);
    await sleep(pollMs, undefined, signal === undefined ? {} : { signal });
  }
}
