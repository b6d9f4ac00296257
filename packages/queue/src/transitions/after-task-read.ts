import type { Task } from "@dashqueue/dashscope";
import { costOf, findModel, marketOf } from "@dashqueue/dashscope";

import { FAILURE_POLICY } from "../failure/failure-policy.ts";
import type { Failure } from "../failure/failure.ts";
import type { Advanced } from "./advanced.ts";
import { advanced, ignored } from "./advanced.ts";
import type { Archiving, Generation, Running } from "../generation/generation.ts";

/**
 * DashScope keeps a task and its links for 24 hours. Source: DashScope's documentation, "manage
 * asynchronous tasks".
 */
export const TASK_RETENTION_MS = 24 * 60 * 60 * 1000;

/** Applies the provider's answer about a task. */
export function afterTaskRead(generation: Generation, read: Task, now: number): Advanced {
  if (generation.status !== "running") return ignored(`is ${generation.status}`);
  if (read.id !== generation.task.id) return ignored("is about another task");
  const status = read.status === "UNRECOGNIZED" ? read.word : read.status;
  const task = { ...generation.task, status, polls: generation.task.polls + 1 };
  const isNews = status !== generation.task.status;
  switch (read.status) {
    case "PENDING":
    case "RUNNING":
    case "SUSPENDED":
    case "PRE-PROCESSING":
    case "POST-PROCESSING":
    case "UNRECOGNIZED":
      return advanced({ ...generation, task }, isNews ? "task-observed" : null);
    case "SUCCEEDED":
      return advanced(archivingAfter({ ...generation, task }, read, now), "task-succeeded");
    case "FAILED":
      // A failed task is not charged. Source: DashScope's documentation, billing of the Wan models.
      return afterFailure({ ...generation, task }, { ...read.failure, charged: false }, now);
    case "CANCELED": {
      const ended = { cancel: "confirmed", finishedAt: now, task } as const;
      return advanced({ ...generation, ...ended, status: "canceled" }, "task-canceled");
    }
  }
}

/** The provider has forgotten the task, and nobody saw how it ended. */
export function afterTaskLost(generation: Generation, failure: Failure, now: number): Advanced {
  if (generation.status !== "running") return ignored("has no running task");
  const ended = { finishedAt: now, result: null, failure };
  return advanced({ ...generation, ...ended, status: "failed" }, "task-failed");
}

function archivingAfter(generation: Running, read: SucceededTask, now: number): Archiving {
  const { request, attempt, cancel } = generation;
  return {
    ...generation,
    status: "archiving",
    files: [],
    missing: [],
    alarmedAtHours: null,
    cancel: cancel === "requested" ? "refused" : cancel,
    result: {
      usage: { ...read.usage },
      cost: costOf(request, read.usage, marketOf(attempt)),
      origPrompt: read.origPrompt,
      actualPrompt: read.actualPrompt,
      failedEntries: [...(read.failedEntries ?? [])],
      expiresAt: expiryOf(read, request.model, now),
    },
  };
}

type SucceededTask = Extract<Task, { status: "SUCCEEDED" }>;

/** The most tasks that a generation may have, all but the last of them failed. */
const MAX_TASKS = 3;

/** 5 s after the first failure, 15 s after the second. */
function retryDelayMs(failedTasks: number): number {
  return 5_000 * 3 ** (failedTasks - 1);
}

/** Another task in the same slot if that may succeed; otherwise the generation fails. */
function afterFailure(generation: Running, failure: Failure, now: number): Advanced {
  const { retry, pauses } = FAILURE_POLICY[failure.kind];
  const failedTasks = [...generation.failedTasks, generation.task.id];
  // If the account is at fault, the next create request waits until it works again.
  const again =
    (retry || pauses === "account") && failedTasks.length < MAX_TASKS && generation.cancel === null;
  if (!again) {
    const ended = { finishedAt: now, result: null, failure };
    return advanced({ ...generation, ...ended, status: "failed" }, "task-failed");
  }
  const { attempt, task: _, ...rest } = generation;
  const { account, lane } = attempt;
  const keptSlot = { account, lane, notBefore: now + retryDelayMs(failedTasks.length) };
  return advanced(
    { ...rest, status: "queued", failedTasks, delayed: failure, keptSlot },
    "task-failed",
  );
}

/**
 * When the first link expires: by the time in the links, and at the latest when those of the model
 * do, or when the provider deletes the task, after which there is no fresh link.
 */
function expiryOf(task: SucceededTask, model: string, now: number): number {
  const files = [...task.files, ...(task.otherFiles ?? [])];
  const known = files.flatMap(({ expiresAt }) => (expiresAt === null ? [] : [expiresAt]));
  const lifeMs = Math.min(findModel(model)?.linkLifeMs ?? Infinity, TASK_RETENTION_MS);
  return Math.min(...known, (task.endedAt ?? now) + lifeMs);
}

/**
 * When a paid result that nobody fetches is lost: when its links expire, or for a task that still
 * runs, at the earliest when the provider forgets it. Null without a task; epoch milliseconds.
 */
export function lostFrom(generation: Generation): number | null {
  if (generation.status === "archiving") return generation.result.expiresAt;
  return generation.status === "running" ? generation.task.submittedAt + TASK_RETENTION_MS : null;
}
