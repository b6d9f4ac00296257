import type { TenantQueue, WebhookEndpoints } from "@dashqueue/queue/internal";
import { attemptView } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";
import { Router } from "express";

import { callerOf } from "../auth/caller.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import { sendUnknownGeneration } from "../http/unknown-generation.ts";
import { endpointView } from "./endpoint-view.ts";

export interface WebhooksPorts {
  readonly queueOf: QueueOf<"get" | "attempts" | "redeliver">;
  readonly endpoints: Pick<WebhookEndpoints, "list">;
}

/** What became of webhook messages, and of the endpoints to which they go. */
export function webhooksRouter({ queueOf, endpoints }: WebhooksPorts): Router {
  const router = Router();
  router.get("/v1/generations/:id/deliveries", async (request, response) => {
    const { get, attempts } = queueOf(request);
    const generation = await get(request.params.id);
    if (generation === null) return sendUnknownGeneration(response);
    const kept = await attempts(generation.id);
    response.json({ data: kept.map((attempt) => attemptView(generation, attempt)) });
  });
  router.post("/v1/generations/:id/deliveries/:n/redeliver", (request, response) =>
    redeliver(queueOf(request), request, response),
  );
  router.get("/v1/webhooks/endpoints", async (request, response) => {
    const found = await endpoints.list(callerOf(request).tenant);
    response.json({ data: found.map(endpointView) });
  });
  return router;
}

async function redeliver(
  queue: Pick<TenantQueue, "get" | "redeliver">,
  { params }: Request<{ readonly id: string; readonly n: string }>,
  response: Response,
): Promise<void> {
  const generation = await queue.get(params.id);
  if (generation === null) return sendUnknownGeneration(response);
  const { id } = generation;
  const redelivered = await queue.redeliver(id, Number(params.n));
  switch (redelivered.kind) {
    case "missing":
    case "unknown-attempt":
      return sendProblem(response, {
        status: 404,
        detail: `No attempt with this number is kept. GET /v1/generations/${id}/deliveries lists those that are.`,
      });
    case "forgotten":
      return sendProblem(response, {
        status: 409,
        detail:
          "The message of this attempt is no longer kept. Of the messages about an open generation, the last ten that were delivered or given up are; once its end was delivered, only those that were given up. Read the generation and its events instead.",
      });
    case "under-way":
      return sendProblem(response, {
        status: 409,
        detail: `A message of this generation is already being sent once more. Wait until GET /v1/generations/${id}/deliveries lists that attempt.`,
      });
    case "queued":
      response
        .status(202)
        .location(`/v1/generations/${id}/deliveries`)
        .json(attemptView(generation, redelivered.attempt));
  }
}
