import type { TenantQueue } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";
import { Router } from "express";

import type { QueueOf } from "../auth/queue-of.ts";
import { sendUnknownGeneration } from "../http/unknown-generation.ts";
import { cursorAfter, readListQuery } from "./list-query.ts";

/** `GET /v1/generations` and `GET /v1/generations/{id}`. */
export function generationsRouter(queueOf: QueueOf<"get" | "list" | "views">): Router {
  const router = Router();
  router.get("/v1/generations", (request, response) =>
    sendList(queueOf(request), request, response),
  );
  router.get("/v1/generations/:id", async (request, response) => {
    const { get, views } = queueOf(request);
    const generation = await get(request.params.id);
    if (generation === null) sendUnknownGeneration(response);
    else response.json((await views([generation]))[0]);
  });
  return router;
}

async function sendList(
  { list, views }: Pick<TenantQueue, "list" | "views">,
  request: Request,
  response: Response,
): Promise<void> {
  const read = readListQuery(request.query);
  if (!read.ok) {
    sendProblem(response, { status: 400, detail: "The query is invalid.", errors: read.problems });
    return;
  }
  const { limit } = read.query;
  // One more than the page holds shows whether there is another page.
  const found = await list({ ...read.query, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  response.json({
    data: await views(page),
    next_cursor: last === undefined ? null : cursorAfter(last.id),
  });
}
