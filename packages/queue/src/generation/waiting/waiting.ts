import type { Failure } from "../../failure/failure.ts";
import { adviceOf, FAILURE_POLICY, failureHelp } from "../../failure/failure-policy.ts";
import type { Generation, Queued } from "../generation.ts";
import { BUDGET_NAMES, budgetResetsAt } from "./budget-period.ts";

/** Why a generation waits, in one word, which records, events and pages share. */
export const WAIT_REASONS = [
  /** For a free slot of its model. */
  "slot",
  /** The daily spend limit leaves no room. */
  "spending",
  /** One of its tenant's own limits leaves no room. */
  "tenant_limit",
  /** The provider refuses the account. */
  "account",
  /** An operator has paused the queue of its next job, or its model by a limit of 0. */
  "paused",
  /** No worker takes its next job: none runs that has its stage and is not drained. */
  "worker",
  /** Its lane is closed until the provider's tasks were compared with the records. */
  "check",
  /** Its last attempt failed for now, or its model is refused; another one follows later. */
  "backoff",
  /** Results cannot be stored or downloaded. */
  "collection",
] as const;

export type WaitReason = (typeof WAIT_REASONS)[number];

export interface Waiting {
  readonly reason: WaitReason;
  /** Epoch milliseconds. */
  readonly since: number;
  /** When it is tried again, if that is known; epoch milliseconds. */
  readonly nextTry: number | null;
  /** What to do. */
  readonly advice: string;
  /** The page that explains it: a path of the producer and of the dashboard. */
  readonly help: string;
}

/** Why a queued generation waits, by its record alone. */
export function waitingOf({ delayed, keptSlot, updatedAt }: Queued): Waiting {
  const nextTry = keptSlot?.notBefore ?? null;
  if (delayed !== null) {
    const advice = adviceOf(delayed);
    const help = failureHelp(delayed.kind);
    const next = nextTry ?? limitResetsAt(delayed, updatedAt);
    return { reason: waitReasonOf(delayed), since: updatedAt, nextTry: next, advice, help };
  }
  const reason = keptSlot === null ? "slot" : "backoff";
  return { reason, since: updatedAt, nextTry, advice: ADVICE[reason], help: helpOf(reason) };
}

/** What an operator has paused a model with: its queue, or a limit of 0 on every account. */
export type PausedBy = "queue" | "limit";

/** The same while its model is paused, which only an operator can end. */
export function pausedWaiting(queued: Queued, by: PausedBy): Waiting {
  const help = helpOf("paused");
  return { ...waitingOf(queued), reason: "paused", nextTry: null, advice: RESUME[by], help };
}

/** The same for one whose next job is in a queue of all models. */
export function pausedQueueWaiting({ updatedAt }: Generation, queue: string): Waiting {
  const help = helpOf("paused");
  const advice = `Resume the queue ${queue} on the dashboard.`;
  return { reason: "paused", since: updatedAt, nextTry: null, advice, help };
}

/** The same while no worker takes its next job. */
export function workerWaiting({ updatedAt }: Generation, stage: string): Waiting {
  const help = helpOf("worker");
  const advice = `Start a worker that has the stage ${stage}, or resume one that is drained.`;
  return { reason: "worker", since: updatedAt, nextTry: null, advice, help };
}

function helpOf(reason: WaitReason): string {
  return `/docs/operations/waiting#${reason}`;
}

const ADVICE = {
  slot: "No action needed: it is submitted when a slot of its model is free.",
  backoff: "No action needed: another attempt follows in the same slot.",
} as const;

/** What to do about a limit of 0. */
export const REMOVE_LIMIT_ADVICE =
  "Remove the limit of 0 tasks in flight on the dashboard's page of limits, or below /v1/admin/limits.";

const RESUME: Readonly<Record<PausedBy, string>> = {
  queue: "Resume the queue of its model on the dashboard.",
  limit: REMOVE_LIMIT_ADVICE,
};

/** Why a generation waits that was held back with this failure. */
export function waitReasonOf({ kind }: Pick<Failure, "kind">): WaitReason {
  if (kind === "spend_limit") return "spending";
  if (kind === "tenant_limit") return "tenant_limit";
  if (kind === "unchecked") return "check";
  if (kind === "storage" || kind === "download") return "collection";
  return FAILURE_POLICY[kind].pauses === "account" ? "account" : "backoff";
}

/** When the limit resets that keeps a generation waiting; null if that does not help. */
function limitResetsAt({ code }: Pick<Failure, "code">, at: number): number | null {
  const name = BUDGET_NAMES.find((known) => known === code);
  return name === undefined ? null : budgetResetsAt(name, at);
}
