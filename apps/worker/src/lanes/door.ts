import type { Queued } from "@dashqueue/queue/internal";

import { sleep } from "../sleep.ts";
import type { LateLook } from "../late-tasks/find-late-task.ts";
import type { LaneAnswer } from "./admission.ts";
import type { Bell } from "./bell.ts";

/** The door of one lane that may admit a generation. */
export interface LaneDoor {
  readonly name: string;
  /** Asks the lane for a slot. */
  admit(signal: AbortSignal): Promise<LaneAnswer>;
}

export type Doors =
  | { readonly kind: "doors"; readonly doors: readonly LaneDoor[] }
  /** The generation may cost more than the daily spend limit of every account. */
  | { readonly kind: "unaffordable" }
  /** The provider refuses this worker's API key of every account. */
  | { readonly kind: "key-refused" };

export interface DoorPorts {
  /** Returns the doors of the lanes to try, in order. */
  doorsFor(generation: Queued): Doors;
  /**
   * Compares the provider's tasks with ours, once, after Redis restarted (G9). Resolves when it is
   * worth asking the lanes again.
   */
  checkAfterRestart(generation: Queued, signal: AbortSignal): Promise<void>;
  /** Finds out whether the generation, which was lost before, has a task after all (G1). */
  findLateTask(generation: Queued, signal: AbortSignal): Promise<LateLook>;
  now(): number;
  /** Rings when a slot of a lane is released. */
  readonly bell: Pick<Bell, "next">;
}

export type Admission =
  | Extract<LaneAnswer, { readonly kind: "admitted" | "overtaken" | "closing" }>
  | Extract<LateLook, { readonly kind: "undecided" }>
  | Exclude<Doors, { readonly kind: "doors" }>;

/** The longest wait between two requests, because a ring may be missed and limits may change. */
const MAX_WAIT_MS = 5_000;

/** How old the last look for a late task may be when a slot is taken. */
const LOOK_LIFE_MS = 60_000;

/**
 * Waits at the door of the generation's lanes until one of them admits it.
 *
 * A lane is the unit of limits, and its door is where admission is decided: the head of a model's
 * queue waits here in an active job, so order is kept, and the bell lets it reuse a released slot
 * at once.
 */
export async function waitAtDoor(
  generation: Queued,
  ports: DoorPorts,
  signal: AbortSignal,
): Promise<Admission> {
  let lookedAt = -Infinity;
  while (!signal.aborted) {
    if (ports.now() - lookedAt > LOOK_LIFE_MS) {
      lookedAt = ports.now();
      const look = await ports.findLateTask(generation, signal);
      if (look.kind === "changed") return { kind: "overtaken", generation: look.generation };
      if (look.kind === "undecided") return signal.aborted ? { kind: "closing" } : look;
    }
    const ways = ports.doorsFor(generation);
    if (ways.kind !== "doors") return ways;
    const { doors } = ways;
    // Listens before it asks, so that a slot released in between is noticed.
    const rings = doors.map(({ name }) => ports.bell.next(name));
    const refused: Exclude<LaneAnswer, Admission>[] = [];
    for (const door of doors) {
      const answer = await door.admit(signal);
      switch (answer.kind) {
        case "admitted":
        case "overtaken":
        case "closing":
          return answer;
        case "full":
        case "too-soon":
        case "paused":
        case "over-limit":
        case "unchecked":
        case "collection-blocked":
        case "upload-failed":
          refused.push(answer);
      }
    }
    if (refused.some(({ kind }) => kind === "unchecked"))
      await ports.checkAfterRestart(generation, signal);
    else await sleep(Math.min(...refused.map(waitMsOf)), AbortSignal.any([signal, ...rings]));
  }
  return { kind: "closing" };
}

/** How long to wait before the next request to a lane that refused, if no bell rings. */
export function waitMsOf(refused: Exclude<LaneAnswer, Admission>): number {
  return "waitMs" in refused ? Math.min(refused.waitMs, MAX_WAIT_MS) : MAX_WAIT_MS;
}
