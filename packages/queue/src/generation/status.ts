import type {
  Claim,
  Generation,
  Queued,
  Running,
  Status,
  Submitting,
  Uncertain,
} from "./generation.ts";

/** Every transition of a record. A test compares the picture in ARCHITECTURE.md with it. */
export const NEXT = {
  queued: ["submitting", "running", "failed", "canceled"],
  submitting: ["queued", "running", "uncertain", "failed", "canceled"],
  uncertain: ["queued", "running", "failed", "canceled"],
  running: ["queued", "archiving", "failed", "canceled"],
  archiving: ["succeeded", "failed"],
  succeeded: [],
  failed: [],
  canceled: [],
} as const satisfies Record<Status, readonly Status[]>;

export const STATUSES = Object.keys(NEXT) as readonly Status[] as readonly [Status, ...Status[]];

/** A terminal record never changes again (G4). */
export function isTerminal(status: Status): status is "succeeded" | "failed" | "canceled" {
  return NEXT[status].length === 0;
}

/** Whether the provider may have a task of this generation that is not known to have ended. */
export function isInFlight(generation: Generation): generation is Submitting | Uncertain | Running {
  const { status } = generation;
  return status === "submitting" || status === "uncertain" || status === "running";
}

/** Whether it holds a slot (G3): a task is in flight, or another one follows in the same slot. */
export function holdsSlot(generation: Generation): boolean {
  return isInFlight(generation) || (generation.status === "queued" && generation.keptSlot !== null);
}

/** Whether a generation waits in its model's line: it is queued and holds no slot. */
export function isWaiting(generation: Generation): generation is Queued {
  return generation.status === "queued" && generation.keptSlot === null;
}

/** What a person says about the attempt, while no worker has checked it yet. */
export function pendingClaim(generation: Generation): Claim | null {
  if (generation.status !== "uncertain") return null;
  const { claim } = generation;
  return claim?.refusal === null ? claim : null;
}
