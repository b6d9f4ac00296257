import { viewOf, type ProducerQueue, type Resolution } from "@dashqueue/queue/internal";
import { problemsOf, sentenceOf } from "@dashqueue/dashscope";
import { sendProblem } from "@dashqueue/service";
import express, { type Request, type RequestHandler, type Response } from "express";
import { z } from "zod";

import type { Authentication } from "../auth/authentication.ts";
import { sendUnknownGeneration } from "./unknown-generation.ts";

export interface ResolutionPorts {
  readonly queue: Pick<ProducerQueue, "resolve">;
  readonly authentication: Authentication;
}

const found = z.union(
  [
    z.strictObject({ task_id: z.string().min(1).max(200) }),
    z.strictObject({ created: z.literal(false) }),
  ],
  'must be {"task_id": "…"} with the task that the create made, or {"created": false} where it made none',
);

/** `POST /v1/generations/{id}/resolve`: a person settles what nobody else can. */
export function resolutionHandlers(ports: ResolutionPorts): RequestHandler[] {
  return [
    express.json({ strict: false }),
    (request, response) => resolve(ports, request, response),
  ];
}

async function resolve(
  { queue, authentication }: ResolutionPorts,
  request: Request,
  response: Response,
): Promise<void> {
  const read = found.safeParse(request.body, { error: sentenceOf });
  if (!read.success) {
    sendProblem(response, {
      status: 400,
      detail: "Nothing was changed.",
      errors: problemsOf(read.error.issues),
    });
    return;
  }
  const resolution: Resolution =
    "task_id" in read.data ? { taskId: read.data.task_id } : { created: false };
  const who = authentication.callerOf(request.headers.authorization) ?? "";
  const changed = await queue.resolve(String(request.params["id"]), resolution, who.slice(0, 12));
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
