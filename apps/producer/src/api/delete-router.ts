import { sendProblem } from "@dashqueue/service";
import { Router } from "express";

import type { QueueOf } from "../auth/queue-of.ts";
import { sendUnknownGeneration } from "../http/unknown-generation.ts";

/** `DELETE /v1/generations/{id}`: removes an ended generation with its files. */
export function deleteRouter(queueOf: QueueOf<"remove">): Router {
  const router = Router();
  router.delete("/v1/generations/:id", async (request, response) => {
    const removed = await queueOf(request).remove(request.params.id);
    switch (removed.kind) {
      case "missing":
        return sendUnknownGeneration(response);
      case "open":
        return sendProblem(response, {
          status: 409,
          detail: `Nothing was deleted: the generation is still ${removed.generation.status}. Cancel it first, with POST /v1/generations/${removed.generation.id}/cancel, or wait until it ends.`,
        });
      case "removed":
        response.status(204).end();
    }
  });
  return router;
}
