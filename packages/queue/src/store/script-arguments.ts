import { costChange, costEntryOf, nanosOf, spentField } from "../costs/cost-totals.ts";
import type { Generation, Status } from "../generation/generation.ts";
import { holdsSlot, isTerminal } from "../generation/status.ts";
import type { Lane } from "../generation/lane.ts";
import { laneName, laneOf, slotLane } from "../generation/lane.ts";
import type { Keys } from "./keys.ts";
import type { SpendLimits } from "../costs/spend-limit.ts";
import { limitsFor, NO_SPEND_LIMITS, restOfDayMs } from "../costs/spend-limit.ts";

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

/** What makes a repeated request the same generation. */
export interface Idempotency {
  readonly key: string;
  /** Of the request. */
  readonly fingerprint: string;
  /** How long the key is kept, milliseconds; without it, as long as the generation. */
  readonly forMs?: number | undefined;
}

/** So many of what `acceptArguments` answers are keys. */
export const ACCEPT_KEYS = 9;

/** The keys and arguments of `accept.lua`, in its order. */
export function acceptArguments(
  keys: Keys,
  generation: Generation,
  event: string,
  idempotency: Idempotency | null,
): (string | number)[] {
  return [
    keys.generation(generation.id),
    keys.events(generation.id),
    keys.idempotency(idempotency?.key ?? ""),
    keys.models,
    keys.server,
    ...indexesOf(generation).map((filter) => keys.index(filter)),
    generation.id,
    generation.revision,
    generation.status,
    JSON.stringify(generation),
    event,
    generation.request.model,
    idempotency?.fingerprint ?? "",
    keys.changesChannel,
    keys.modelsChannel,
    idempotency?.forMs ?? "",
  ];
}

/** What a create asks to be let in with. */
export interface Admission {
  readonly lane: Lane;
  readonly limits: LaneLimits;
  /** None: whatever it costs. */
  readonly spendLimits?: SpendLimits | undefined;
}

/** So many of what `changeArguments` answers are keys. */
export const CHANGE_KEYS = 14;

/** The keys and arguments of `change.lua`, in its order. */
export function changeArguments(
  keys: Keys,
  current: Generation,
  next: Generation,
  event: string,
  admission: Admission | null,
): (string | number)[] {
  const model = current.request.model;
  const lane = admission?.lane ?? slotLane(current) ?? slotLane(next) ?? laneOf("", model);
  const costs = costChange(current, next);
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
    keys.costs(costs.day),
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
    ...spendArguments(next, admission),
    ...costs.differences.flatMap(([field, difference]) => [field, difference.toString()]),
  ];
}

/** What the attempt may cost, how long the day lasts, and where its sums are that have a limit: overall, and of the account. */
function spendArguments(next: Generation, admission: Admission | null): (string | number)[] {
  const entry = costEntryOf(next);
  if (admission === null || !entry?.cost) return ["", "", "", "", "", ""];
  const { amount, currency } = entry.cost;
  const limits = limitsFor(admission.spendLimits ?? NO_SPEND_LIMITS, entry.account, currency);
  const nanos = (limit: string | null) => (limit === null ? "" : nanosOf(limit).toString());
  return [
    nanosOf(amount).toString(),
    restOfDayMs(next.updatedAt),
    spentField(currency),
    nanos(limits.overall),
    spentField(currency, entry.account),
    nanos(limits.account),
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

/** A task that was found has taken its slot already, whatever the lane allows. */
function slotMove(from: Generation, to: Generation): "take" | "release" | "keep" {
  if (holdsSlot(from) === holdsSlot(to)) return "keep";
  return holdsSlot(to) ? "take" : "release";
}
