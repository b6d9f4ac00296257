import type { Task } from "@dashqueue/dashscope";
import { costOf, regionOf } from "@dashqueue/dashscope";

import type { Advanced } from "./change.ts";
import type { Generation, Running } from "./generation.ts";

/** DashScope keeps a task and its links for 24 hours. DashScope's documentation: "manage asynchronous tasks". */
export const RETENTION_MS = 24 * 60 * 60 * 1000;

/** What an answer about the task makes of the generation. */
export function afterTaskRead(generation: Generation, read: Task, now: number): Advanced<Generation> {
  if (generation.status !== "running") return { kind: "ignored", reason: `is ${generation.status}` };
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
          cancel: generation.cancel === "requested" ? "refused" : generation.cancel,
          task,
          result: {
            usage: { ...read.usage },
            cost: costOf(generation.request.model, read.usage, regionOf(generation.attempt.baseUrl)),
            origPrompt: read.origPrompt,
            actualPrompt: read.actualPrompt,
            expiresAt: expiryOf(read, now),
          },
        },
      };
    case "FAILED":
      return {
        kind: "advanced",
        event: "task-failed",
        // A failed task is not charged. DashScope's documentation: billing of the Wan models.
        generation: {
          ...generation,
          status: "failed",
          finishedAt: now,
          task,
          result: null,
          failure: { ...read.failure, charged: false },
        },
      };
    case "CANCELED":
      return {
        kind: "advanced",
        event: "task-canceled",
        generation: { ...generation, status: "canceled", cancel: "confirmed", finishedAt: now, task },
      };
  }
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
