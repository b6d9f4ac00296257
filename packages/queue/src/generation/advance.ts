import type { Advanced, Change } from "./change.ts";
import { afterCreate, attemptOf, recovered } from "./after-create.ts";
import { afterLook } from "./after-look.ts";
import { afterNotice, withoutAlarm } from "./after-notice.ts";
import { afterTaskRead } from "./after-task-read.ts";
import { afterUploadFailed } from "./after-upload.ts";
import type { Generation, Queued } from "./generation.ts";
import { isInFlight, isTerminal } from "./generation.ts";

/**
 * The one place that says how a generation moves: (record, change, now) → the next record and the event to log.
 *
 * A change that comes too late, twice, or for another attempt is `ignored`: jobs run at least once, and running one again
 * must do nothing (G4, G10). The result's `revision` and `updatedAt` are set; nothing is written here.
 */
export function advance(generation: Generation, change: Change, now: number): Advanced<Generation> {
  if (isTerminal(generation.status)) return ignored(`is already ${generation.status}`);
  const advanced = decide(generation, change, now);
  if (advanced.kind === "ignored") return advanced;
  const stamped = { ...advanced.generation, revision: generation.revision + 1, updatedAt: now };
  return { ...advanced, generation: stamped };
}

function decide(generation: Generation, change: Change, now: number): Advanced<Generation> {
  switch (change.kind) {
    case "attempt-begun":
      return beginAttempt(generation, change, now);
    case "upload-failed":
      return afterUploadFailed(generation, change.failure, now);
    case "create-answered":
      if (isForgottenAttempt(generation, change)) return afterForgotten(generation, change);
      if (!concernsAttempt(generation, change.attempt)) return ignored("answers another attempt");
      return afterCreate(generation, change.answer, now);
    case "attempt-orphaned":
      if (!concernsAttempt(generation, change.attempt)) return ignored("concerns another attempt");
      return afterCreate(generation, { kind: "unknown", failure: ORPHANED }, now);
    case "task-recovered":
      return generation.status === "queued"
        ? recovered(generation, change.begun, change)
        : ignored(`is ${generation.status}`);
    case "task-adopted":
    case "attempt-absent":
    case "attempt-unresolved":
    case "attempt-denied":
      if (!concernsAttempt(generation, change.attempt)) return ignored("concerns another attempt");
      return afterLook(generation, change, now);
    case "task-read":
      return afterTaskRead(generation, change.task, now);
    case "task-lost":
      return generation.status === "running"
        ? moved(
            {
              ...generation,
              status: "failed",
              finishedAt: now,
              result: null,
              failure: change.failure,
            },
            "task-failed",
          )
        : ignored("has no task that runs");
    case "files-archived":
      return generation.status === "archiving"
        ? moved(
            {
              ...withoutAlarm(generation),
              status: "succeeded",
              finishedAt: now,
              files: [...change.files],
            },
            "files-archived",
          )
        : ignored("has nothing to archive");
    case "files-expired":
      return generation.status === "archiving"
        ? moved(
            {
              ...withoutAlarm(generation),
              status: "failed",
              finishedAt: now,
              failure: change.failure,
            },
            "files-expired",
          )
        : ignored("has nothing to archive");
    case "expiry-near":
    case "account-paused":
    case "account-resumed":
    case "spend-limit-reached":
    case "spend-limit-lifted":
      return afterNotice(generation, change);
    case "cancel-requested":
      return requestCancel(generation, now);
    case "cancel-answered":
      return answerCancel(generation, change.confirmed, now);
  }
}

const ORPHANED = {
  kind: "network",
  code: "",
  message: "the worker that sent the create is gone, and its answer with it",
  requestId: null,
  charged: null,
} as const;

/** G1: only a `queued` generation may begin one, and no other status leads back here before the earlier create is settled. */
function beginAttempt(
  generation: Generation,
  { account, lane, baseUrl }: Extract<Change, { kind: "attempt-begun" }>,
  now: number,
): Advanced<Generation> {
  if (generation.status !== "queued") return ignored(`is ${generation.status}`);
  const { delayed: _, keptSlot: __, ...rest } = generation;
  return moved(
    {
      ...rest,
      status: "submitting",
      attempts: generation.attempts + 1,
      attempt: attemptOf(generation, { begunAt: now, account, lane, baseUrl }),
    },
    "attempt-begun",
  );
}

function requestCancel(generation: Generation, now: number): Advanced<Generation> {
  if (generation.status === "queued") {
    const { delayed: _, keptSlot: __, ...rest } = generation;
    return moved(
      {
        ...rest,
        status: "canceled",
        cancel: "confirmed",
        finishedAt: now,
        attempt: null,
        task: null,
      },
      "cancel-confirmed",
    );
  }
  if (generation.status === "archiving") return refuseCancel(generation);
  if (generation.cancel !== null) return ignored(`cancel is already ${generation.cancel}`);
  return moved({ ...generation, cancel: "requested" }, "cancel-requested");
}

function answerCancel(
  generation: Generation,
  confirmed: boolean,
  now: number,
): Advanced<Generation> {
  if (generation.status !== "running" || generation.cancel !== "requested")
    return ignored("no cancel is open");
  if (!confirmed) return refuseCancel(generation);
  return moved(
    {
      ...generation,
      status: "canceled",
      cancel: "confirmed",
      finishedAt: now,
      task: { ...generation.task, status: "CANCELED" },
    },
    "cancel-confirmed",
  );
}

/** The provider is past the point where a cancel saves anything: it goes on and its result is kept. */
function refuseCancel(generation: Generation): Advanced<Generation> {
  if (generation.cancel === "refused") return ignored("cancel is already refused");
  return moved({ ...generation, cancel: "refused" }, "cancel-refused");
}

/**
 * An answer to the attempt that is over, or to one that the record has never heard of: Redis came back from an older state. Only
 * a task is worth remembering then, if it is none of those that failed.
 */
function afterForgotten(
  generation: Queued,
  { attempt, begun, answer }: Extract<Change, { kind: "create-answered" }>,
): Advanced<Generation> {
  return answer.kind === "accepted" && !generation.failedTasks.includes(answer.taskId)
    ? recovered({ ...generation, attempts: attempt - 1 }, begun, answer)
    : ignored("the attempt is over, and made nothing that is not known");
}

function isForgottenAttempt(
  generation: Generation,
  { attempt }: { attempt: number },
): generation is Queued {
  return generation.status === "queued" && attempt >= generation.attempts && attempt > 0;
}

function concernsAttempt(generation: Generation, attempt: number): boolean {
  return isInFlight(generation) && generation.attempts === attempt;
}

function moved(
  generation: Generation,
  event: NonNullable<Extract<Advanced<Generation>, { kind: "advanced" }>["event"]>,
): Advanced<Generation> {
  return { kind: "advanced", generation, event };
}

function ignored(reason: string): Advanced<Generation> {
  return { kind: "ignored", reason };
}
