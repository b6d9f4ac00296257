import type { Failure, FailureKind } from "../../failure/failure.ts";
import { adviceOf, failureHelp, isForPerson } from "../../failure/failure-policy.ts";
import type { Generation, Queued } from "../generation.ts";
import type { PausedBy, Waiting, WaitReason } from "./waiting.ts";
import {
  pausedQueueWaiting,
  pausedWaiting,
  waitingOf,
  waitReasonOf,
  workerWaiting,
} from "./waiting.ts";

/** What holds up every create request of a model now, whatever the records say. */
export interface HoldUp extends Pick<Failure, "kind" | "message"> {
  readonly code?: string;
  /** Epoch milliseconds; null if it is unknown. */
  readonly since: number | null;
  /** When a create request tests whether it still holds, if that is known; epoch milliseconds. */
  readonly nextTry?: number | null;
}

/** One of the reasons for which a generation waits. */
export interface ReasonToWait extends Waiting {
  /** The failure behind it; null without one. */
  readonly kind: FailureKind | null;
  /** What the provider or the check said; null without a failure. */
  readonly message: string | null;
}

/** The worst first: what needs a person, then what ends by itself, the latest first. */
const BY_WEIGHT: readonly WaitReason[] = [
  "paused",
  "worker",
  "account",
  "collection",
  "tenant_limit",
  "spending",
  "check",
  "backoff",
  "slot",
];

/**
 * Every reason for which a generation waits, the worst first. Its record has only the one that was
 * told last, which another one may outlast.
 *
 * @param by what an operator has paused its model with
 * @param hasWorker whether a worker takes its next job
 */
export function reasonsToWait(
  queued: Queued,
  by: PausedBy | null,
  holdUps: readonly HoldUp[],
  hasWorker = true,
): readonly [ReasonToWait, ...ReasonToWait[]] {
  const { delayed, updatedAt } = queued;
  const told = { kind: delayed?.kind ?? null, message: delayed?.message ?? null };
  const own: ReasonToWait = { ...waitingOf(queued), ...told };
  const others = [
    ...(by === null ? [] : [{ ...pausedWaiting(queued, by), ...NO_FAILURE }]),
    ...(hasWorker ? [] : [{ ...workerWaiting(queued, "submit"), ...NO_FAILURE }]),
    ...holdUps.map((holdUp) => reasonOf(holdUp, updatedAt)),
  ];
  // A free slot would not help as long as anything else holds it up.
  const all = own.reason === "slot" && others.length > 0 ? others : [own, ...others];
  const first = BY_WEIGHT.flatMap((reason) => firstOf(all.filter((one) => one.reason === reason)));
  const [worst = own, ...rest] = first;
  return [worst, ...rest];
}

const NO_FAILURE = { kind: null, message: null } as const;

/** Whether the next job of an open generation can run. */
export interface NextJob {
  readonly stage: string;
  /** Of all models. */
  readonly queue: string;
  readonly isPaused: boolean;
  readonly hasWorker: boolean;
}

/** Why the task or the files of a generation wait that is not queued any more; null if nothing. */
export function standstillOf(
  generation: Generation,
  { stage, queue, isPaused, hasWorker }: NextJob,
): readonly [ReasonToWait, ...ReasonToWait[]] | null {
  const [first, ...rest] = [
    ...(isPaused ? [{ ...pausedQueueWaiting(generation, queue), ...NO_FAILURE }] : []),
    ...(hasWorker ? [] : [{ ...workerWaiting(generation, stage), ...NO_FAILURE }]),
  ];
  return first === undefined ? null : [first, ...rest];
}

/**
 * Of several for one reason, what needs a person, else the first, with the earliest time that is
 * known.
 */
function firstOf(same: readonly ReasonToWait[]): readonly ReasonToWait[] {
  const first = same.find(({ kind }) => kind !== null && isForPerson(kind)) ?? same[0];
  if (first === undefined) return [];
  const times = same.flatMap(({ nextTry }) => nextTry ?? []);
  return [{ ...first, nextTry: first.nextTry ?? (times.length > 0 ? Math.min(...times) : null) }];
}

function reasonOf(holdUp: HoldUp, updatedAt: number): ReasonToWait {
  const { kind, code = "", message, since, nextTry = null } = holdUp;
  return {
    reason: waitReasonOf({ kind }),
    since: since ?? updatedAt,
    nextTry,
    advice: adviceOf({ kind, code }),
    help: failureHelp(kind),
    kind,
    message,
  };
}
