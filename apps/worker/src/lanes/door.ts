import type { BudgetLimit, Queued } from "@dashqueue/queue/internal";

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
  /** Called when a tenant's budget keeps a generation from every lane. */
  overBudget(tenant: string, limit: BudgetLimit): Promise<void>;
  now(): number;
  /** Resolves after the delay, or as soon as the signal aborts. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
  /** Rings when a slot of a lane is released. */
  readonly bell: Pick<Bell, "next">;
}

export type Admission =
  | Extract<LaneAnswer, { readonly kind: "admitted" | "overtaken" | "closing" }>
  | Extract<LateLook, { readonly kind: "undecided" }>
  | Exclude<Doors, { readonly kind: "doors" }>;

export type Refusal = Exclude<LaneAnswer, Admission>;

/** What the lanes answer to a generation that asks each of them once. */
export type Knocked =
  | Admission
  | {
      readonly kind: "refused";
      readonly refusals: readonly Refusal[];
      /** Abort when it is worth asking again at once. */
      readonly rings: readonly AbortSignal[];
    };

/** The longest wait between two requests, because a ring may be missed and limits may change. */
export const MAX_WAIT_MS = 5_000;

/** How old the last look for a late task may be when a slot is taken. */
const LOOK_LIFE_MS = 60_000;

/** Returns a function that asks the lanes of a generation for a slot, once each. */
export function createKnock(
  ports: DoorPorts,
): (generation: Queued, signal: AbortSignal) => Promise<Knocked> {
  let looked = { id: "", at: -Infinity };

  return async (generation, signal) => {
    const { id } = generation;
    if (looked.id !== id || ports.now() - looked.at > LOOK_LIFE_MS) {
      looked = { id, at: ports.now() };
      const look = await ports.findLateTask(generation, signal);
      if (look.kind === "changed") return { kind: "overtaken", generation: look.generation };
      if (look.kind === "undecided") return signal.aborted ? { kind: "closing" } : look;
    }
    const ways = ports.doorsFor(generation);
    if (ways.kind !== "doors") return ways;
    const { doors } = ways;
    // Listens before it asks, so that a slot released in between is noticed.
    const rings = doors.map(({ name }) => ports.bell.next(name));
    const refusals: Refusal[] = [];
    for (const door of doors) {
      const answer = await door.admit(signal);
      switch (answer.kind) {
        case "admitted":
        case "overtaken":
        case "closing":
          return answer;
        case "full":
        case "tenant-full":
        case "too-soon":
        case "paused":
        case "over-limit":
        case "over-budget":
        case "beyond-budget":
        case "unchecked":
        case "collection-blocked":
        case "upload-failed":
          refusals.push(answer);
      }
    }
    if (refusals.some(({ kind }) => kind === "unchecked"))
      await ports.checkAfterRestart(generation, signal);
    return { kind: "refused", refusals, rings };
  };
}

/** The refusal of a lane because the tenant's budget has no room. */
export type BudgetRefusal = Extract<Refusal, { readonly kind: "over-budget" | "beyond-budget" }>;

/**
 * Waits until a lane admits a generation that needs no free slot, because it kept its own. It does
 * not wait for its tenant's budget: then it must give up the slot.
 */
export async function waitAtDoor(
  generation: Queued,
  ports: DoorPorts,
  signal: AbortSignal,
): Promise<Admission | BudgetRefusal> {
  const knock = createKnock(ports);
  while (!signal.aborted) {
    const knocked = await knock(generation, signal);
    if (knocked.kind !== "refused") return knocked;
    const budget = knocked.refusals.find(isOfBudget);
    if (budget !== undefined) {
      if (budget.kind === "over-budget") await ports.overBudget(generation.tenant, budget.limit);
      return budget;
    }
    await restAtDoor(knocked, ports, signal);
  }
  return { kind: "closing" };
}

export function isOfBudget(refusal: Refusal): refusal is BudgetRefusal {
  return refusal.kind === "over-budget" || refusal.kind === "beyond-budget";
}

/** Waits until it is worth asking the lanes again. */
export async function restAtDoor(
  { refusals, rings }: Extract<Knocked, { readonly kind: "refused" }>,
  { sleep }: Pick<DoorPorts, "sleep">,
  signal: AbortSignal,
): Promise<void> {
  // The restart check has waited.
  if (refusals.some(({ kind }) => kind === "unchecked")) return;
  await sleep(Math.min(...refusals.map(waitMsOf)), AbortSignal.any([signal, ...rings]));
}

/** How long to wait before the next request to a lane that refused, if no bell rings. */
export function waitMsOf(refused: Refusal): number {
  return "waitMs" in refused ? Math.min(refused.waitMs, MAX_WAIT_MS) : MAX_WAIT_MS;
}
