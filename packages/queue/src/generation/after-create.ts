import type { CreateAnswer } from "@dashqueue/dashscope";
import { estimateCost, regionOf } from "@dashqueue/dashscope";

import { FAILURE_POLICY } from "../failure/failure-policy.ts";
import type { Failure } from "../failure/failure.ts";
import type { Advanced, Begun } from "./change.ts";
import type { Generation, Queued, Running, Submitting, Uncertain } from "./generation.ts";

/**
 * What an answer to a create makes of the generation. A late answer settles an `uncertain` one as well as a punctual one.
 *
 * Only `rejected`, `throttled` and `not-sent` prove that nothing was bought; only they may lead back to `queued` (G1).
 */
export function afterCreate(
  generation: Generation,
  answer: CreateAnswer,
  now: number,
): Advanced<Generation> {
  if (generation.status !== "submitting" && generation.status !== "uncertain") {
    return { kind: "ignored", reason: `is already ${generation.status}` };
  }
  switch (answer.kind) {
    case "accepted":
      return {
        kind: "advanced",
        event: "task-created",
        generation: runningAfter(generation, answer),
      };
    case "rejected":
      // What is wrong with the account or the configuration is not the generation's fault: it waits until that is mended.
      return FAILURE_POLICY[answer.failure.kind].pauses === "nothing"
        ? failedWithoutTask(
            generation,
            "create-rejected",
            { ...answer.failure, charged: false },
            now,
          )
        : queuedAgain(generation, answer.failure, now);
    case "throttled":
    case "not-sent":
      return queuedAgain(generation, answer.failure, now);
    case "unknown":
      if (generation.status === "uncertain")
        return { kind: "ignored", reason: "is already uncertain" };
      return {
        kind: "advanced",
        event: "create-uncertain",
        generation: {
          ...generation,
          status: "uncertain",
          failure: answer.failure,
          absentSince: null,
        },
      };
  }
}

/** The attempt has its task. */
export function runningAfter(
  generation: Submitting | Uncertain,
  created: { readonly taskId: string; readonly requestId: string | null },
): Running {
  return {
    ...withoutFailure(generation),
    status: "running",
    task: {
      id: created.taskId,
      requestId: created.requestId,
      status: "PENDING",
      submittedAt: generation.attempt.begunAt,
      polls: 0,
    },
  };
}

/** An attempt with what it can cost at its host. */
export function attemptOf(
  { request }: Queued,
  { begunAt, account, lane, baseUrl }: Begun,
): Running["attempt"] {
  return { begunAt, account, lane, baseUrl, hold: estimateCost(request, regionOf(baseUrl)) };
}

/** The provider has its task; the intent was lost with a part of Redis. */
export function recovered(
  queued: Queued,
  begun: Begun,
  created: { readonly taskId: string; readonly requestId: string | null },
): Advanced<Generation> {
  const { delayed: _, keptSlot, ...rest } = queued;
  const lane = keptSlot?.account === begun.account ? keptSlot.lane : begun.lane;
  const submitting: Submitting = {
    ...rest,
    status: "submitting",
    attempts: queued.attempts + 1,
    attempt: attemptOf(queued, { ...begun, lane }),
  };
  return {
    kind: "advanced",
    event: "task-recovered",
    generation: runningAfter(submitting, created),
  };
}

/** Nothing was made: it waits for another create, or is what its caller wanted it to be. */
export function queuedAgain(
  generation: Submitting | Uncertain,
  delayed: Failure,
  now: number,
): Extract<Advanced<Generation>, { kind: "advanced" }> {
  const { attempt, cancel, ...rest } = withoutFailure(generation);
  if (cancel === "requested") {
    return {
      kind: "advanced",
      event: "cancel-confirmed",
      generation: {
        ...rest,
        status: "canceled",
        cancel: "confirmed",
        finishedAt: now,
        attempt,
        task: null,
      },
    };
  }
  return {
    kind: "advanced",
    event: "create-delayed",
    generation: { ...rest, cancel, status: "queued", delayed, keptSlot: null },
  };
}

/** It ends without a task. */
export function failedWithoutTask(
  generation: Submitting | Uncertain,
  event: "create-rejected" | "attempt-unresolved",
  failure: Failure,
  now: number,
): Advanced<Generation> {
  return {
    kind: "advanced",
    event,
    generation: {
      ...withoutFailure(generation),
      status: "failed",
      finishedAt: now,
      task: null,
      result: null,
      failure,
    },
  };
}

/** The same attempt, as it was before its answer was lost. */
export function withoutFailure(generation: Submitting | Uncertain): Submitting {
  if (generation.status === "submitting") return generation;
  const { failure: _, absentSince: __, ...rest } = generation;
  return { ...rest, status: "submitting" };
}
