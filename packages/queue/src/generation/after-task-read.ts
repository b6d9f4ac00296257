import type { Task } from "@dashqueue/dashscope";
import { costOf, regionOf } from "@dashqueue/dashscope";

import { FAILURE_POLICY } from "../failure/failure-policy.ts";
import type { Failure } from "../failure/failure.ts";
import type { Advanced } from "./change.ts";
import type { Generation, Running } from "./generation.ts";

/** DashScope keeps a task and its links for 24 hours. DashScope's documentation: "manage asynchronous tasks". */
export const RETENTION_MS = 24 * 60 * 60 * 1000;

/** What an answer about the task makes of the generation. */
export function afterTaskRead(
  generation: Generation,
  read: Task,
  now: number,
): Advanced<Generation> {
  if (generation.status !== "running")
    return { kind: "ignored", reason: `is ${generation.status}` };
  if (read.id !== generation.task.id) return { kind: "ignored", reason: "speaks of another task" };
  const status = read.status === "UNRECOGNIZED" ? read.word : read.status;
  const task = { ...generation.task, status, polls: generation.task.polls + 1 };
  switch (read.status) {
    case "PENDING":
    case "RUNNING":
    case "UNRECOGNIZED":
      return observed({ ...generation, task }, generation.task.status);
    case "SUCCEEDED":
      return {
        kind: "advanced",
        event: "task-succeeded",
        generation: {
          ...generation,
          status: "archiving",
          alarmedAtHours: null,
          cancel: generation.cancel === "requested" ? "refused" : generation.cancel,
          task,
          result: {
            usage: { ...read.usage },
            cost: costOf(
              generation.request.model,
              read.usage,
              regionOf(generation.attempt.baseUrl),
              generation.request,
            ),
            origPrompt: read.origPrompt,
            actualPrompt: read.actualPrompt,
            failedEntries: [...(read.failedEntries ?? [])],
            expiresAt: expiryOf(read, now),
          },
        },
      };
    case "FAILED":
      // A failed task is not charged. DashScope's documentation: billing of the Wan models.
      return afterFailure({ ...generation, task }, { ...read.failure, charged: false }, now);
    case "CANCELED":
      return {
        kind: "advanced",
        event: "task-canceled",
        generation: {
          ...generation,
          status: "canceled",
          cancel: "confirmed",
          finishedAt: now,
          task,
        },
      };
  }
}

/** A generation has so many tasks at most, of which all but the last have failed. */
const MOST_TASKS = 3;

/** 5 s, 15 s: soon after a hiccup of the provider, later after two. */
function retryDelayMs(failedTasks: number): number {
  return 5_000 * 3 ** (failedTasks - 1);
}

/** Another task in the same slot, where that may help; else the end. */
function afterFailure(generation: Running, failure: Failure, now: number): Advanced<Generation> {
  const { retry, pauses } = FAILURE_POLICY[failure.kind];
  const failedTasks = [...generation.failedTasks, generation.task.id];
  // What is wrong with the account is not the generation's fault: the next create waits until that is mended.
  const again =
    (retry || pauses === "account") &&
    failedTasks.length < MOST_TASKS &&
    generation.cancel === null;
  if (!again) {
    return {
      kind: "advanced",
      event: "task-failed",
      generation: { ...generation, status: "failed", finishedAt: now, result: null, failure },
    };
  }
  const { attempt, task: _, ...rest } = generation;
  const { account, lane } = attempt;
  const keptSlot = { account, lane, notBefore: now + retryDelayMs(failedTasks.length) };
  return {
    kind: "advanced",
    event: "task-failed",
    generation: { ...rest, status: "queued", failedTasks, delayed: failure, keptSlot },
  };
}

function observed(generation: Running, previous: string): Advanced<Generation> {
  return {
    kind: "advanced",
    generation,
    event: generation.task.status === previous ? null : "task-observed",
  };
}

/** The links say themselves when they die; where they don't, 24 hours are counted from the end of the task. */
function expiryOf(task: Extract<Task, { status: "SUCCEEDED" }>, now: number): number {
  const known = task.files.flatMap((file) => (file.expiresAt === null ? [] : [file.expiresAt]));
  return known.length > 0 ? Math.min(...known) : (task.endedAt ?? now) + RETENTION_MS;
}
