import type { Changed, Queued, Refused } from "@dashqueue/queue/internal";

import type { Bell } from "./bell.ts";
import { pause } from "../loop/pause.ts";
import type { Entered } from "../stages/submit.ts";

/** One of the lanes that a generation may go through. */
export interface DoorLane {
  readonly name: string;
  /** Tries to take a slot and to write the intent, in one step; before that, brings the files of the request to the provider. */
  begin(): Promise<Changed | Refused>;
}

export interface DoorPorts {
  /** In the order to try them; none where it may cost more than may be spent on any day. */
  lanes(): readonly DoorLane[];
  /** Looks for what a Redis that restarted may have forgotten; returns when it is worth to ask again. */
  check(signal: AbortSignal): Promise<void>;
  /** Rings when a slot of a lane is freed. */
  readonly bell: Bell;
}

/** A ring can be missed while Redis is away, and limits change: whoever waits looks again after this. */
const LOOK_AGAIN_MS = 5_000;

/**
 * The head of a model's line waits here, active and abortable, until one of its lanes admits it. Nothing spins, order is kept,
 * and a freed slot is used again at once.
 */
export async function enter(
  generation: Queued,
  ports: DoorPorts,
  signal: AbortSignal,
): Promise<Entered> {
  while (!signal.aborted) {
    const lanes = ports.lanes();
    if (lanes.length === 0) return { kind: "unaffordable" };
    // Listens before it asks: a slot freed in between is not missed.
    const freed = AbortSignal.any([signal, ...lanes.map(({ name }) => ports.bell.next(name))]);
    const refused: Refused[] = [];
    for (const lane of lanes) {
      const begun = await lane.begin();
      if (begun.kind === "changed" && begun.generation.status === "submitting")
        return { kind: "entered", generation: begun.generation };
      if (begun.kind === "changed" || begun.kind === "ignored")
        return { kind: "overtaken", generation: begun.generation };
      if (begun.kind === "missing") return { kind: "overtaken", generation };
      refused.push(begun);
    }
    if (refused.some(({ kind }) => kind === "unchecked")) await ports.check(signal);
    else await pause(Math.min(...refused.map(waitMsOf)), freed);
  }
  return { kind: "aborted" };
}

function waitMsOf(refused: Refused): number {
  return "waitMs" in refused ? Math.min(refused.waitMs, LOOK_AGAIN_MS) : LOOK_AGAIN_MS;
}
