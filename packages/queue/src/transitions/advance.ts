import type { Advanced } from "./advanced.ts";
import { advanced, byPerson, ignored } from "./advanced.ts";
import { afterArchiving } from "./after-archiving.ts";
import { answerCancel, requestCancel } from "./after-cancel.ts";
import { afterCreate, attemptOf, recovered } from "./after-create.ts";
import { afterNotice } from "./after-notice.ts";
import { afterSettling, afterTaskAppeared } from "./after-settling.ts";
import { afterTaskLost, afterTaskRead } from "./after-task-read.ts";
import { afterUploadFailed } from "./after-upload.ts";
import { afterDeadline } from "./after-deadline.ts";
import type { Change } from "./change.ts";
import { deadlinesAfter, isOverdue } from "../generation/deadlines.ts";
import type { Generation, Queued } from "../generation/generation.ts";
import { isInFlight, isTerminal } from "../generation/status.ts";

/**
 * The only place that decides how a generation moves: (record, change, now) → the next record and
 * the event to log.
 *
 * A change that is late, repeated, or for another attempt is ignored: jobs run at least once, and a
 * second run must do nothing (G4, G10). This sets `revision` and `updatedAt`, and writes nothing.
 */
export function advance(generation: Generation, change: Change, now: number): Advanced {
  if (isTerminal(generation.status)) return ignored(`is already ${generation.status}`);
  const next = decide(generation, change, now);
  if (next.kind === "ignored") return next;
  const revision = generation.revision + 1;
  return { ...next, generation: { ...next.generation, revision, updatedAt: now } };
}

function decide(generation: Generation, change: Change, now: number): Advanced {
  switch (change.kind) {
    case "attempt-begun":
      return beginAttempt(generation, change, now);
    case "upload-failed":
      return afterUploadFailed(generation, change.failure, now);
    case "create-answered":
      return afterAnswer(generation, change, now);
    case "attempt-orphaned":
      if (!concernsAttempt(generation, change.attempt))
        return ignored("has started another attempt since");
      return afterCreate(generation, { kind: "unknown", failure: ORPHANED }, now);
    case "task-recovered":
      return generation.status === "queued"
        ? recovered(generation, change.begun, change)
        : ignored(`is ${generation.status}`);
    case "task-adopted":
    case "attempt-absent":
    case "tasks-possible":
    case "attempt-unresolved":
    case "outcome-claimed":
    case "claim-confirmed":
    case "claim-refused":
      if (!concernsAttempt(generation, change.attempt))
        return ignored("has started another attempt since");
      return afterSettling(generation, change, now);
    case "task-appeared":
      return afterTaskAppeared(generation, change);
    case "task-read":
      return afterTaskRead(generation, change.task, now);
    case "task-lost":
    case "task-foreign":
      return afterTaskLost(generation, change.failure, now);
    case "files-archived":
    case "files-missing":
    case "files-expired":
      return afterArchiving(generation, change, now);
    case "expiry-near":
    case "account-paused":
    case "account-resumed":
    case "spend-limit-reached":
    case "spend-limit-lifted":
    case "tenant-limit-reached":
    case "tenant-limit-lifted":
    case "collection-blocked":
    case "collection-unblocked":
    case "lane-closed":
    case "lane-opened":
      return afterNotice(generation, change);
    case "deadline-passed":
      return afterDeadline(generation, now);
    case "cancel-requested":
      return byPerson(requestCancel(generation, now), change.by);
    case "cancel-answered":
      return answerCancel(generation, change.confirmed, now);
  }
}

function afterAnswer(
  generation: Generation,
  change: Extract<Change, { kind: "create-answered" }>,
  now: number,
): Advanced {
  if (isForgottenAttempt(generation, change)) return afterForgotten(generation, change);
  if (!concernsAttempt(generation, change.attempt))
    return ignored("has started another attempt since");
  if (!provesFor(generation, change)) return ignored("has another worker's attempt of this number");
  return afterCreate(generation, change.answer, now);
}

const ORPHANED = {
  kind: "network",
  code: "",
  message: "the worker stopped before it recorded the answer to the create request",
  requestId: null,
  charged: null,
} as const;

/**
 * Only a `queued` generation may begin an attempt, and no other status becomes `queued` again
 * before the outcome of its create request is known (G1).
 */
function beginAttempt(
  generation: Generation,
  begin: Extract<Change, { kind: "attempt-begun" }>,
  now: number,
): Advanced {
  if (generation.status !== "queued") return ignored(`is ${generation.status}`);
  if (isOverdue(generation, now)) return ignored("was not submitted in time");
  const { kind: _, waits, lookedAfter = generation.attempts, ...terms } = begin;
  if (lookedAfter !== generation.attempts) return ignored("had another attempt since");
  const { delayed: __, keptSlot: ___, ...rest } = generation;
  const deadlines = waits && deadlinesAfter(now, waits);
  const attempt = attemptOf(generation, { ...terms, begunAt: now, deadlines });
  const attempts = generation.attempts + 1;
  return advanced({ ...rest, status: "submitting", attempts, attempt }, "attempt-begun");
}

/**
 * An answer to an attempt that is over, or that the record does not know because Redis returned to
 * an older state. Only a created task matters then, unless it is one of those that failed.
 */
function afterForgotten(
  generation: Queued,
  { attempt, begun, answer }: Extract<Change, { kind: "create-answered" }>,
): Advanced {
  return answer.kind === "accepted"
    ? recovered({ ...generation, attempts: attempt - 1 }, begun, answer)
    : ignored("the attempt is over and made no task");
}

function isForgottenAttempt(
  generation: Generation,
  { attempt }: { attempt: number },
): generation is Queued {
  return generation.status === "queued" && attempt >= generation.attempts && attempt > 0;
}

/**
 * Whether this answer says something about the attempt of the record. After a failover, another
 * worker may have begun an attempt of the same number: that nothing was bought by one does not
 * prove it for the other (G1). A created task, or a lost answer, always matters.
 */
function provesFor(
  generation: Generation,
  { begun, answer }: Extract<Change, { kind: "create-answered" }>,
): boolean {
  if (answer.kind === "accepted" || answer.kind === "unknown") return true;
  return !("attempt" in generation) || generation.attempt?.begunAt === begun.begunAt;
}

function concernsAttempt(generation: Generation, attempt: number): boolean {
  return isInFlight(generation) && generation.attempts === attempt;
}
