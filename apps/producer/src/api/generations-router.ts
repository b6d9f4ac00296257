import type { Logger } from "@dashqueue/service";
import { Router } from "express";

import type { QueueOf } from "../auth/queue-of.ts";
import { sendUnknownGeneration } from "../http/unknown-generation.ts";
import { deleteRouter } from "./delete-router.ts";
import { listRouter } from "./list-router.ts";

/** `GET /v1/generations`; `GET` and `DELETE /v1/generations/{id}`. */
export function generationsRouter(
  queueOf: QueueOf<"get" | "find" | "remove" | "view" | "views">,
  logger: Pick<Logger, "info">,
): Router {
  const router = Router();
  router.use(listRouter(queueOf), deleteRouter(queueOf, logger));
  router.get("/v1/generations/:id", async (request, response) => {
    const { get, view } = queueOf(request);
    const generation = await get(request.params.id);
    if (generation === null) sendUnknownGeneration(response);
    else response.json(await view(generation));
  });
  return router;
}
