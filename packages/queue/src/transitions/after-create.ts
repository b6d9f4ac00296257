import type { CreateAnswer } from "@dashqueue/dashscope";
import { estimateCost, marketOf } from "@dashqueue/dashscope";

import { FAILURE_POLICY } from "../failure/failure-policy.ts";
import type { Failure } from "../failure/failure.ts";
import type { Advanced } from "./advanced.ts";
import { advanced, ignored } from "./advanced.ts";
import type { AttemptStart } from "./change.ts";
import type {
  Generation,
  Queued,
  Running,
  Submitting,
  Uncertain,
} from "../generation/generation.ts";

/**
 * Applies the answer to a create request. A late answer settles an `uncertain` generation too.
 *
 * Only `rejected`, `throttled` and `not-sent` prove that nothing was bought, so only these may lead
 * back to `queued` (G1).
 */
export function afterCreate(generation: Generation, answer: CreateAnswer, now: number): Advanced {
  if (generation.status !== "submitting" && generation.status !== "uncertain")
    return ignored(`is already ${generation.status}`);
  switch (answer.kind) {
    case "accepted":
      return advanced(runningAfter(generation, answer), "task-created");
    case "rejected": {
      // If the account or the configuration is at fault, the generation waits until it is fixed.
      const failure = { ...answer.failure, charged: false };
      return FAILURE_POLICY[answer.failure.kind].pauses === "nothing"
        ? advanced(failedWithoutTask(generation, failure, now), "create-rejected")
        : queuedAgain(generation, answer.failure, now);
    }
    case "throttled":
    case "not-sent":
      return queuedAgain(generation, answer.failure, now);
    case "unknown": {
      if (generation.status === "uncertain") return ignored("is already uncertain");
      const uncertain = {
        failure: answer.failure,
        absentSince: null,
        possibleTasks: [],
        claim: null,
      };
      return advanced({ ...generation, ...uncertain, status: "uncertain" }, "create-uncertain");
    }
  }
}

/** The attempt has created this task. */
export function runningAfter(
  generation: Submitting | Uncertain,
  created: {
    readonly taskId: string;
    readonly requestId: string | null;
    readonly isPresumed?: boolean;
  },
): Running {
  const { isPresumed } = created;
  return {
    ...withoutFailure(generation),
    status: "running",
    task: {
      id: created.taskId,
      requestId: created.requestId,
      status: "PENDING",
      submittedAt: generation.attempt.begunAt,
      polls: 0,
      ...(isPresumed ? { isPresumed } : {}),
    },
  };
}

/** An attempt, with the most that it can cost at its host. */
export function attemptOf({ request }: Queued, start: AttemptStart): Running["attempt"] {
  return { ...start, hold: estimateCost(request, marketOf(start)) };
}

/**
 * The provider has this generation's task, but Redis has lost the intent. A task that failed before
 * is not the lost one (G4).
 */
export function recovered(
  queued: Queued,
  begun: AttemptStart,
  created: { readonly taskId: string; readonly requestId: string | null },
): Advanced {
  if (queued.failedTasks.includes(created.taskId)) return ignored("knows that this task failed");
  const { delayed: _, keptSlot, ...rest } = queued;
  const lane = keptSlot?.account === begun.account ? keptSlot.lane : begun.lane;
  const attempt = attemptOf(queued, { ...begun, lane });
  const attempts = queued.attempts + 1;
  const submitting: Submitting = { ...rest, status: "submitting", attempts, attempt };
  return advanced(runningAfter(submitting, created), "task-recovered");
}

/** Nothing was created: another attempt follows, unless a cancel was requested. */
export function queuedAgain(
  generation: Submitting | Uncertain,
  delayed: Failure,
  now: number,
): Extract<Advanced, { kind: "advanced" }> {
  const { attempt, cancel, ...rest } = withoutFailure(generation);
  if (cancel === "requested") {
    const ended = { cancel: "confirmed", finishedAt: now, attempt, task: null } as const;
    return advanced({ ...rest, ...ended, status: "canceled" }, "cancel-confirmed");
  }
  return advanced({ ...rest, cancel, status: "queued", delayed, keptSlot: null }, "create-delayed");
}

/** The generation ends without a task. */
export function failedWithoutTask(
  generation: Submitting | Uncertain,
  failure: Failure,
  now: number,
): Generation {
  const ended = { finishedAt: now, task: null, result: null, failure };
  return { ...withoutFailure(generation), ...ended, status: "failed" };
}

/** The attempt as it was before its answer was lost. */
function withoutFailure(generation: Submitting | Uncertain): Submitting {
  if (generation.status === "submitting") return generation;
  const { failure: _, absentSince: __, possibleTasks: ___, claim: ____, ...rest } = generation;
  return { ...rest, status: "submitting" };
}
