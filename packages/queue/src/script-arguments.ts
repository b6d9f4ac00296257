import type { Generation, Status } from "./generation.ts";
import { holdsSlot, isTerminal } from "./generation.ts";
import type { Keys, Lane } from "./keys.ts";
import { laneName, laneOf } from "./keys.ts";

/** What a lane allows. */
export interface LaneLimits {
  readonly maxInFlight: number;
  /** Between two creates. */
  readonly intervalMs: number;
  /** After a lane was told that it has too many tasks in flight, it tries one more each time this has passed. */
  readonly raiseMs: number;
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
  const lane = admission?.lane ?? ownLane(current) ?? ownLane(next) ?? laneOf("", model);
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
    keys.server,
    keys.model({ account: lane.account, model }),
    current.id,
    current.revision,
    next.revision,
    next.status,
    JSON.stringify(next),
    event,
    isTerminal(next.status) ? next.updatedAt : "",
    admission === null ? slotMove(current, next) : "admit",
    laneName(lane),
    keys.changesChannel,
    keys.freedChannel,
    admission?.limits.maxInFlight ?? "",
    admission?.limits.intervalMs ?? "",
    admission?.limits.probeMs ?? "",
    admission?.limits.raiseMs ?? "",
    taskOf(current) === null ? (taskOf(next) ?? "") : "",
    holdsSlot(next) ? laneName(lane) : "",
  ];
}

/** The task that a generation has, or null. */
function taskOf(generation: Generation): string | null {
  return "task" in generation ? (generation.task?.id ?? null) : null;
}

/** Every task that a generation has or had. */
export function tasksOf(generation: Generation): readonly string[] {
  const task = taskOf(generation);
  return task === null ? generation.failedTasks : [...generation.failedTasks, task];
}

/** The lane whose slot a generation holds, or held last. */
function ownLane(generation: Generation): Lane | null {
  const attempt = generation.status === "queued" ? generation.keptSlot : generation.attempt;
  return attempt && laneOf(attempt.account, generation.request.model);
}

/** A task that was found has taken its slot already, whatever the lane allows. */
function slotMove(from: Generation, to: Generation): "take" | "release" | "keep" {
  if (holdsSlot(from) === holdsSlot(to)) return "keep";
  return holdsSlot(to) ? "take" : "release";
}
