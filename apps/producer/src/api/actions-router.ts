import type { IncomingMessage } from "node:http";

import type { Expedited, Generation } from "@dashqueue/queue/internal";
import { viewOf } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Response } from "express";
import { Router } from "express";

import { callerOf } from "../auth/caller.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import { jsonBody } from "../http/json-body.ts";
import { sendUnknownGeneration } from "../http/unknown-generation.ts";
import { resolveGeneration } from "./resolve-generation.ts";

export interface ActionsPorts {
  readonly queueOf: QueueOf<"pollAgain" | "archiveAgain" | "resolve">;
  /** Returns null for an unknown generation. */
  readonly cancel: (request: IncomingMessage, id: string) => Promise<Generation | null>;
  /** Aborts when the process shuts down. */
  readonly closing: AbortSignal;
  /** How long a resolution waits for a worker, milliseconds. */
  readonly resolveWaitMs?: number | undefined;
}

/**
 * What callers and operators do to an existing generation: cancel it, resolve a lost create
 * request, poll or archive it now. None of these sends a create request (G10).
 */
export function actionsRouter(ports: ActionsPorts): Router {
  const { queueOf, cancel, closing, resolveWaitMs: waitMs } = ports;
  const router = Router();
  router.post("/v1/generations/:id/cancel", async (request, response) => {
    const generation = await cancel(request, request.params.id);
    if (generation === null) sendUnknownGeneration(response);
    else response.json(viewOf(generation));
  });
  router.post("/v1/generations/:id/resolve", jsonBody(), (request, response) => {
    const by = callerOf(request).name;
    const resolve = { id: request.params.id, body: request.body as unknown, by };
    return resolveGeneration({ queue: queueOf(request), closing, waitMs }, resolve, response);
  });
  router.post("/v1/generations/:id/poll", async (request, response) => {
    sendExpedited(response, await queueOf(request).pollAgain(request.params.id), "running");
  });
  router.post("/v1/generations/:id/archive", async (request, response) => {
    sendExpedited(response, await queueOf(request).archiveAgain(request.params.id), "archiving");
  });
  return router;
}

function sendExpedited(
  response: Response,
  expedited: Expedited<Generation>,
  requiredStatus: Generation["status"],
): void {
  switch (expedited.kind) {
    case "missing":
      return sendUnknownGeneration(response);
    case "idle":
      return sendProblem(response, {
        status: 409,
        detail: `Nothing was changed: the generation is ${expedited.generation.status}, and this needs one that is ${requiredStatus}.`,
      });
    case "expedited":
      response.json(viewOf(expedited.generation));
  }
}
