import { costChange, monthOf } from "../costs/cost-totals.ts";
import type { Generation } from "../generation/generation.ts";
import { holdsSlot, isTerminal } from "../generation/status.ts";
import type { Lane } from "../generation/lane.ts";
import { laneName, slotLane } from "../generation/lane.ts";
import { rankOf } from "../generation/waiting/rank.ts";
import { keepsMessage } from "../generation/webhook/webhook-events.ts";
import type { Keys } from "./keys.ts";
import { lineArguments, lineKeys } from "./line-arguments.ts";
import type { SpendLimits } from "../costs/spend-limit.ts";
import {
  budgetArguments,
  differenceArguments,
  spendArguments,
} from "./spending/spend-arguments.ts";

/** The limits of a lane. */
export interface LaneLimits {
  readonly maxInFlight: number;
  /** Between two create requests. */
  readonly intervalMs: number;
  /** A limit that was lowered by a concurrency error grows by one each time this has passed. */
  readonly raiseMs: number;
  /** A paused account sends one create request as a probe each time this has passed. */
  readonly probeMs: number;
}

/** The indexes that contain a generation: those of all tenants, or of its own. */
export function indexesOf(
  keys: Keys,
  { status, request: { model } }: Generation,
  tenant?: string,
): readonly string[] {
  return [keys.index({ status, tenant }), keys.index({ status, model, tenant })];
}

/** Maps a repeated request to the generation that it made before. */
export interface Idempotency {
  readonly key: string;
  /** The fingerprint of the request. */
  readonly fingerprint: string;
  /** How long the key is kept, milliseconds; by default as long as the generation. */
  readonly forMs?: number | undefined;
}

/** The number of keys that `acceptArguments` returns before the arguments. */
export const ACCEPT_KEYS = 10;

/** The keys and arguments of `accept.lua`, in its order. */
export function acceptArguments(
  keys: Keys,
  generation: Generation,
  idempotency: Idempotency | null,
  mostModels: number | null,
): (string | number)[] {
  return [
    keys.generation(generation.id),
    keys.idempotency(idempotency?.key ?? ""),
    keys.models,
    keys.line(generation.request.model, generation.tenant),
    keys.lineTenants(generation.request.model),
    keys.tenant(generation.tenant),
    keys.tenants,
    keys.submissions(generation.tenant),
    ...indexesOf(keys, generation),
    generation.id,
    generation.revision,
    generation.status,
    JSON.stringify(generation),
    generation.request.model,
    idempotency?.fingerprint ?? "",
    keys.changesChannel,
    keys.modelsChannel,
    idempotency?.forMs ?? "",
    mostModels ?? "",
    rankOf(generation),
    generation.tenant,
  ];
}

/** What a lane needs to know to admit a create request. */
export interface AdmissionTerms {
  readonly lane: Lane;
  readonly limits: LaneLimits;
  /**
   * How long a slot is expected to be held, milliseconds. Its tenant is charged for that at
   * once; by default only when the slot is freed.
   */
  readonly expectedMs?: number | undefined;
  /** No limits by default. */
  readonly spendLimits?: SpendLimits | undefined;
}

/** When a generation may end because it was not submitted in time. */
export interface ExpiryTerms {
  /** Since when the lanes that it may use are checked: what `settledSince` of the gate returned. */
  readonly settledSince: string;
}

/** The number of keys that `changeArguments` returns before the arguments. */
export function changeKeys(current: Generation, next: Generation): number {
  return keepsMessage(current, next) ? CHANGE_KEYS + 2 : CHANGE_KEYS;
}

const CHANGE_KEYS = 26;

/** The keys and arguments of `change.lua`, in its order. */
export function changeArguments(
  keys: Keys,
  current: Generation,
  next: Generation,
  event: string,
  terms: AdmissionTerms | ExpiryTerms | null,
): (string | number)[] {
  const admission = terms !== null && "lane" in terms ? terms : null;
  const expiry = terms !== null && "settledSince" in terms ? terms : null;
  const model = current.request.model;
  const lane = admission?.lane ?? slotLane(current) ?? slotLane(next) ?? { account: "", model };
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
    knownTasksKey(keys, next),
    keys.unarchived,
    keys.eventStream(current.id),
    ...lineKeys(keys, current, lane),
    keys.tenants,
    keys.costs(monthOf(costs.day)),
    ...(keepsMessage(current, next) ? [keys.messages(current.id), keys.pendingMessages] : []),
    current.id,
    current.revision,
    next.revision,
    next.status,
    JSON.stringify(next),
    event,
    isTerminal(next.status) ? next.updatedAt : "",
    slotAction(current, next, terms),
    laneName(lane),
    keys.changesChannel,
    keys.freedChannel,
    expiry?.settledSince ?? admission?.limits.maxInFlight ?? "",
    admission?.limits.intervalMs ?? "",
    admission?.limits.probeMs ?? "",
    admission?.limits.raiseMs ?? "",
    taskOf(current) === null ? (taskOf(next) ?? "") : "",
    holdsSlot(next) ? laneName(lane) : "",
    ...spendArguments(next, admission),
    attemptOf(next)?.begunAt ?? "",
    current.createdAt,
    ...lineArguments(keys, current, next),
    Math.round(admission?.expectedMs ?? 0),
    ...budgetArguments(next),
    ...differenceArguments(costs),
  ];
}

/** The attempt of a generation that has one. */
function attemptOf(generation: Generation) {
  return generation.status === "queued" ? null : generation.attempt;
}

function knownTasksKey(keys: Keys, next: Generation): string {
  const attempt = attemptOf(next);
  return keys.knownTasks(attempt?.account ?? "", attempt?.baseUrl ?? "");
}

/** The current task of a generation, or null. */
export function taskOf(generation: Generation): string | null {
  return "task" in generation ? (generation.task?.id ?? null) : null;
}

/** Every task that a generation has or had. */
export function tasksOf(generation: Generation): readonly string[] {
  const task = taskOf(generation);
  return task === null ? generation.failedTasks : [...generation.failedTasks, task];
}

/** What a change without admission does to the slot. A found task takes one beyond any limit. */
function slotAction(
  from: Generation,
  to: Generation,
  terms: AdmissionTerms | ExpiryTerms | null,
): "admit" | "expire" | "take" | "release" | "keep" {
  if (terms !== null) return "lane" in terms ? "admit" : "expire";
  if (holdsSlot(from) === holdsSlot(to)) return "keep";
  return holdsSlot(to) ? "take" : "release";
}
