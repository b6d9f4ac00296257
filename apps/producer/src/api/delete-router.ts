import type { Logger } from "@dashqueue/service";
import { sendProblem } from "@dashqueue/service";
import { Router } from "express";

import { callerOf } from "../auth/caller.ts";
import type { QueueOf } from "../auth/queue-of.ts";
import { sendUnknownGeneration } from "../http/unknown-generation.ts";

/** `DELETE /v1/generations/{id}`: removes an ended generation with its files. */
export function deleteRouter(queueOf: QueueOf<"remove">, logger: Pick<Logger, "info">): Router {
  const router = Router();
  router.delete("/v1/generations/:id", async (request, response) => {
    const { id } = request.params;
    const removed = await queueOf(request).remove(id);
    switch (removed.kind) {
      case "missing":
        return sendUnknownGeneration(response);
      case "open":
        return sendProblem(response, {
          status: 409,
          detail: `Nothing was deleted: the generation is still ${removed.generation.status}. Cancel it first, with POST /v1/generations/${removed.generation.id}/cancel, or wait until it ends.`,
        });
      case "unsettled": {
        const until = new Date(removed.until).toISOString();
        return sendProblem(response, {
          status: 409,
          detail: `Nothing was deleted: a lost create request of the generation may still make a task, and only its record tells whose task that is. Delete it after ${until}.`,
        });
      }
      case "removed": {
        const { tenant, name: by } = callerOf(request);
        logger.info(
          { event: "generation-deleted", generation_id: id, tenant, by },
          "deleted a generation with its files",
        );
        response.status(204).end();
      }
    }
  });
  return router;
}
