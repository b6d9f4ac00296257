import { problemsOf, sentenceOf } from "@dashqueue/dashscope";
import type { Resolution, TenantQueue } from "@dashqueue/queue/internal";
import { viewOf } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Response } from "express";
import { z } from "zod";

import { taskId } from "../http/task-id.ts";
import { sendUnknownGeneration } from "../http/unknown-generation.ts";

export const resolutionSchema = z.union(
  [z.strictObject({ task_id: taskId }), z.strictObject({ created: z.literal(false) })],
  'must be {"task_id": "…"} with the task of the lost create request, or {"created": false} if it created none',
);

export interface ResolvePorts {
  readonly queue: Pick<TenantQueue, "resolve">;
  /** Aborts when the process shuts down. */
  readonly closing: AbortSignal;
  readonly waitMs?: number | undefined;
}

/** `POST …/resolve`: a person states the outcome of a lost create request (G1). */
export async function resolveGeneration(
  { queue, closing, waitMs }: ResolvePorts,
  { id, body, by }: { readonly id: string; readonly body: unknown; readonly by: string },
  response: Response,
): Promise<void> {
  const read = resolutionSchema.safeParse(body, { error: sentenceOf });
  if (!read.success) {
    return sendProblem(response, {
      status: 400,
      detail: "The body is invalid. Nothing was changed.",
      errors: problemsOf(read.error.issues),
    });
  }
  const resolution: Resolution =
    "task_id" in read.data ? { taskId: read.data.task_id } : { created: false };
  const resolved = await queue.resolve(id, resolution, by, { waitMs, signal: closing });
  switch (resolved.kind) {
    case "missing":
      return sendUnknownGeneration(response);
    case "ignored":
      return sendProblem(response, {
        status: 409,
        detail: `Nothing was changed: the generation ${resolved.reason}.`,
      });
    case "refused":
      return sendProblem(response, { status: 409, detail: resolved.reason });
    case "unchecked":
      return sendProblem(response, {
        status: 503,
        detail:
          "No worker could check this at DashScope in time. It is kept and takes effect once checked. Check that a worker runs and reaches DashScope, then read the generation or repeat this.",
        retryAfterSeconds: RETRY_AFTER_S,
      });
    case "changed":
      response.json(viewOf(resolved.generation));
  }
}

const RETRY_AFTER_S = 15;
