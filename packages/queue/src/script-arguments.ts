import type { Generation, Status } from "./generation.ts";
import { holdsSlot, isTerminal } from "./generation.ts";
import type { Keys, Lane } from "./keys.ts";
import { laneName } from "./keys.ts";

/** What a lane allows. */
export interface LaneLimits {
  readonly maxInFlight: number;
  /** Between two creates. */
  readonly intervalMs: number;
  /** While the account is paused, one create goes out as a probe each time this has passed. */
  readonly probeMs: number;
}

/** Every list that a generation stands in. */
export function indexesOf({
  status,
  request: { model },
}: Generation): readonly { status?: Status; model?: string }[] {
  return [{}, { status }, { model }, { status, model }];
}

/** What a create asks to be let in with. */
export interface Admission {
  readonly lane: Lane;
  readonly limits: LaneLimits;
}

/** The keys and arguments of `change.lua`, in its order. */
export function changeArguments(
  keys: Keys,
  current: Generation,
  next: Generation,
  event: string,
  admission: Admission | null,
): (string | number)[] {
  const model = current.request.model;
  const lane = admission?.lane ?? laneOf(current) ?? { account: "", model };
  return [
    keys.generation(current.id),
    keys.events(current.id),
    keys.index({ status: current.status }),
    keys.index({ status: next.status }),
    keys.index({ status: current.status, model }),
    keys.index({ status: next.status, model }),
    keys.finished,
    keys.slots(lane),
    keys.lane(lane),
    keys.account(lane.account),
    keys.tasks,
    current.id,
    current.revision,
    next.revision,
    next.status,
    JSON.stringify(next),
    event,
    isTerminal(next.status) ? next.updatedAt : "",
    slotMove(current.status, next.status),
    laneName(lane),
    keys.changesChannel,
    keys.freedChannel,
    admission?.limits.maxInFlight ?? "",
    admission?.limits.intervalMs ?? "",
    admission?.limits.probeMs ?? "",
    taskOf(current) === null ? (taskOf(next) ?? "") : "",
  ];
}

/** The task that a generation has, or null. */
export function taskOf(generation: Generation): string | null {
  return "task" in generation ? (generation.task?.id ?? null) : null;
}

/** The lane whose slot a generation holds, or held last. */
function laneOf(generation: Generation): Lane | null {
  const attempt = "attempt" in generation ? generation.attempt : null;
  return attempt && { account: attempt.account, model: generation.request.model };
}

function slotMove(from: Status, to: Status): "take" | "release" | "keep" {
  if (holdsSlot(from) === holdsSlot(to)) return "keep";
  return holdsSlot(to) ? "take" : "release";
}
