import type { Delays, GenerationStore, Running } from "@dashqueue/queue/internal";

import { endOf } from "./kinds.ts";
import type { Swept } from "./swept.ts";
import { isChecked } from "./swept.ts";

export interface HintsPorts {
  /** The pace of tasks whose end nothing reports. */
  readonly paceMs: Delays["pollMs"];
  /**
   * The longest time between two polls of a task whose end the provider should report; null if
   * the provider is not configured to call back.
   */
  readonly safetyNetMs: number | null;
  readonly swept: Pick<Swept, "leftMs">;
  readonly hinted: GenerationStore["hinted"];
  callbackMissed(): void;
  /** Expects the next sweeps to show this task, which had ended at this time. */
  expectInSweep(running: Running, endedAt: number): Promise<void>;
  now(): number;
}

/** What callbacks, or sweeps of the task list, report about the ends of tasks. */
export interface Hints {
  /** Delay until the next poll of a task whose end was not reported. */
  readonly pollMs: Delays["pollMs"];
  /** Whether it was reported that this task has ended. */
  hinted(running: Running): Promise<boolean>;
  /**
   * A poll found that a task had ended, and nothing had reported it. `endedAt` is the provider's
   * time, if known.
   */
  unreported(running: Running, endedAt: number | null): Promise<void>;
}

/** The longest time between two polls of a task whose end a sweep should report. */
const SWEPT_MS = 5 * 60_000;

/**
 * Polls rarely where callbacks or sweeps report the ends of tasks, else at the usual pace. Where
 * the provider calls back, nothing is swept.
 */
export function createHints(ports: HintsPorts): Hints {
  const { paceMs, safetyNetMs, hinted, swept, now } = ports;
  if (safetyNetMs !== null)
    return {
      pollMs: withCallbacks(paceMs, safetyNetMs),
      hinted: (running) => hinted(running.task.id),
      unreported: async () => ports.callbackMissed(),
    };
  return {
    pollMs(running, at) {
      const usualMs = paceMs(running, at);
      if (isChecked(running.task.id)) return usualMs;
      return Math.max(usualMs, Math.min(swept.leftMs(running, at), SWEPT_MS));
    },
    hinted: async (running) => swept.leftMs(running, now()) > 0 && hinted(running.task.id),
    async unreported(running, endedAt) {
      const at = now();
      if (swept.leftMs(running, at) > 0)
        await ports.expectInSweep(running, endOf(running, endedAt, at) ?? at);
    },
  };
}

/**
 * The first poll keeps its time: a callback that arrived before the task id was recorded is
 * unknown here.
 */
function withCallbacks(paceMs: Delays["pollMs"], safetyNetMs: number): Delays["pollMs"] {
  return (running, now) => {
    const usualMs = paceMs(running, now);
    return running.task.polls === 0 ? usualMs : Math.max(usualMs, safetyNetMs);
  };
}
