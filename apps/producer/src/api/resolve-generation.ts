import { problemsOf, sentenceOf } from "@dashqueue/dashscope";
import type { ProducerQueue, Resolution } from "@dashqueue/queue/internal";
import { viewOf } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Response } from "express";
import { z } from "zod";

import { sendUnknownGeneration } from "../http/unknown-generation.ts";

const resolutionSchema = z.union(
  [
    z.strictObject({ task_id: z.string().min(1).max(200) }),
    z.strictObject({ created: z.literal(false) }),
  ],
  'must be {"task_id": "…"} with the task of the lost create request, or {"created": false} if it created none',
);

/** Part of the caller's digest, enough to tell tokens apart in the generation's history (G7). */
const CALLER_DIGITS = 12;

/** `POST …/resolve`: a person states the outcome of a lost create request (G1). */
export async function resolveGeneration(
  queue: Pick<ProducerQueue, "resolve">,
  { id, body, caller }: { readonly id: string; readonly body: unknown; readonly caller: string },
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
  const changed = await queue.resolve(id, resolution, caller.slice(0, CALLER_DIGITS));
  switch (changed.kind) {
    case "missing":
      return sendUnknownGeneration(response);
    case "ignored":
      return sendProblem(response, {
        status: 409,
        detail: `Nothing was changed: the generation ${changed.reason}.`,
      });
    case "changed":
      response.json(viewOf(changed.generation));
  }
}
