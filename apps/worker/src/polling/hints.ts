import type { Delays, GenerationStore } from "@dashqueue/queue/internal";

export interface CallbackHintsPorts {
  /** Each model's own polling pace. */
  readonly paceMs: Delays["pollMs"];
  /**
   * The longest time between two polls of a task whose end the provider should report; null if
   * the provider is not configured to call back.
   */
  readonly safetyNetMs: number | null;
  readonly hinted: GenerationStore["hinted"];
  callbackMissed(): void;
}

export interface CallbackHints {
  /** Delay until the next poll of a task without a callback. */
  readonly pollMs: Delays["pollMs"];
  /** Whether a callback reported that this task has ended. */
  hinted(taskId: string): Promise<boolean>;
  /** Counts a task that ended without the expected callback. */
  callbackMissed(): void;
}

/** Polls rarely where the provider's callbacks report the end of a task, else at the usual pace. */
export function createCallbackHints(ports: CallbackHintsPorts): CallbackHints {
  const { paceMs, safetyNetMs, hinted, callbackMissed } = ports;
  if (safetyNetMs === null)
    return { pollMs: paceMs, hinted: async () => false, callbackMissed() {} };
  return { pollMs: stretched(paceMs, safetyNetMs), hinted, callbackMissed };
}

/**
 * The first poll keeps its time: a callback that arrived before the task id was recorded is
 * unknown here.
 */
function stretched(paceMs: Delays["pollMs"], safetyNetMs: number): Delays["pollMs"] {
  return (running, now) => {
    const usualMs = paceMs(running, now);
    return running.task.polls === 0 ? usualMs : Math.max(usualMs, safetyNetMs);
  };
}
