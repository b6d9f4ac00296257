import type { Changed, Generation, Queued, Refused } from "@dashqueue/queue";

import type { Bell } from "./bell.ts";
import { pause } from "./pause.ts";
import type { Entered } from "./stages/submit.ts";

export interface DoorPorts {
  /** Tries to take the slot and to write the intent, in one step. */
  begin(generation: Queued): Promise<Changed | Refused>;
  /** Looks for what a Redis that restarted may have forgotten; returns when it is worth to ask again. */
  check(signal: AbortSignal): Promise<void>;
  /** Rings when a slot of the lane is freed. */
  readonly bell: Bell;
  readonly lane: string;
}

/** A ring can be missed while Redis is away, and limits change: whoever waits looks again after this. */
const LOOK_AGAIN_MS = 5_000;

/**
 * The head of a lane's line waits here, active and abortable, until the lane admits it. Nothing spins, order is kept, and
 * a freed slot is used again at once.
 */
export async function enter(generation: Queued, ports: DoorPorts, signal: AbortSignal): Promise<Entered> {
  while (!signal.aborted) {
    // Listens before it asks: a slot freed in between is not missed.
    const freed = ports.bell.next(ports.lane);
    const begun = await ports.begin(generation);
    switch (begun.kind) {
      case "changed":
        return entered(begun.generation);
      case "ignored":
        return { kind: "overtaken", generation: begun.generation };
      case "missing":
        return { kind: "overtaken", generation };
      case "full":
        await pause(LOOK_AGAIN_MS, AbortSignal.any([signal, freed]));
        break;
      case "unchecked":
        await ports.check(signal);
        break;
      case "too-soon":
      case "paused":
        await pause(Math.min(begun.waitMs, LOOK_AGAIN_MS), signal);
        break;
    }
  }
  return { kind: "aborted" };
}

function entered(generation: Generation): Entered {
  if (generation.status !== "submitting") throw new Error(`a begun attempt is ${generation.status}`);
  return { kind: "entered", generation };
}
