import { createHash } from "node:crypto";

import type { Running, SweepState } from "@dashqueue/queue/internal";
import { SWEEPS_STALE_MS } from "@dashqueue/queue/internal";

/** An account at one of its hosts. */
interface At {
  readonly account: string;
  readonly baseUrl: string;
}

export interface SweptPorts {
  /** Where this worker polls tasks. */
  readonly places: readonly At[];
  state(at: At): Promise<SweepState | null>;
}

/** What sweeps of the task lists have shown, whichever worker made them. */
export interface Swept {
  /**
   * How long the sweeps would still report the end of this task, milliseconds; 0 if they would
   * not.
   */
  leftMs(running: Running, now: number): number;
  /** Reads what the sweeps have shown. */
  refresh(): Promise<void>;
}

export function createSwept({ places, state }: SweptPorts): Swept {
  const states = new Map<string, SweepState>();
  const nameOf = ({ account, baseUrl }: At) => `${account} ${baseUrl}`;
  return {
    // A task in another workspace than that of the API key may not be listed.
    leftMs({ attempt, workspace }, now) {
      const known = workspace === null ? states.get(nameOf(attempt)) : undefined;
      if (known === undefined || now - known.sweptAt > SWEEPS_STALE_MS || known.offUntil > now)
        return 0;
      return Math.max(0, known.reachMs - (now - attempt.begunAt));
    },
    async refresh() {
      states.clear();
      for (const at of places) {
        const known = await state(at);
        if (known !== null) states.set(nameOf(at), known);
      }
    },
  };
}

/** One task in 32 is polled at the usual pace, to check the sweeps. */
const TASKS_PER_CHECK = 32;

/** Whether the polls of this task check the sweeps. */
export function isChecked(taskId: string): boolean {
  const [byte = 0] = createHash("sha1").update(taskId).digest();
  return byte % TASKS_PER_CHECK === 0;
}
