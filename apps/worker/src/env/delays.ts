import type { Delays } from "@dashqueue/queue/internal";

import type { WorkerEnv } from "./env.ts";

/**
 * The watchdog job and the confirmation of the intent, which may take 4 s, come before the create
 * request. A worker that takes longer than this does not send the request.
 */
const SEND_MS = 5_000;

/** This long after its timeout, no worker still waits for the answer to a create request. */
const CREATE_MARGIN_MS = 5_000;

/** The delays after which jobs run and unfinished work is checked. */
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
