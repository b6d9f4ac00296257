import type { Delays } from "@dashqueue/queue/internal";

import type { WorkerEnv } from "./env.ts";

/** Between intent and create lies one call of Redis: a worker that is held up for longer sends nothing any more. */
const SEND_MS = 5_000;

/** Without an answer for this long after its timeout, a create has nobody waiting for it. */
const CREATE_MARGIN_MS = 5_000;

/** How long things may take in this worker before somebody looks again. */
export function delaysOf(
  env: Pick<WorkerEnv, "DASHSCOPE_TIMEOUT_MS" | "RECONCILE_AFTER_MS">,
  pollMs: Delays["pollMs"],
): Delays {
  return {
    pollMs,
    sendMs: SEND_MS,
    createMs: SEND_MS + env.DASHSCOPE_TIMEOUT_MS + CREATE_MARGIN_MS,
    reconcileMs: env.RECONCILE_AFTER_MS,
  };
}
