import {
  viewOf,
  type Generation,
  type GenerationStore,
  type Hurried,
  type ProducerQueue,
} from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import { Router, type Request, type Response } from "express";

import { cancelGeneration, type CancelPorts } from "./cancel.ts";
import { creationHandlers, regenerationHandler, type CreationPorts } from "./creation.ts";
import { cursorAfter, readListQuery } from "./list-query.ts";
import { resolutionHandlers, type ResolutionPorts } from "./resolution.ts";
import { sendUnknownGeneration } from "./unknown-generation.ts";

export type GenerationsPorts = CancelPorts &
  CreationPorts &
  ResolutionPorts & {
    readonly queue: Pick<ProducerQueue, "pollAgain" | "archiveAgain"> & {
      readonly store: Pick<GenerationStore, "get" | "list">;
    };
  };

/** Generations: made, made again, read, listed, canceled, settled, hurried. */
export function generationsRouter(ports: GenerationsPorts): Router {
  const { store } = ports.queue;
  const router = Router();
  router.post("/v1/generations", ...creationHandlers(ports));
  router.get("/v1/generations", (request, response) => list(store, request, response));
  router.get("/v1/generations/:id", (request, response) => {
    return sendGeneration(response, store.get(request.params.id));
  });
  router.post("/v1/generations/:id/cancel", (request, response) => {
    return sendGeneration(response, cancelGeneration(ports, request.params.id));
  });
  router.post("/v1/generations/:id/resolve", ...resolutionHandlers(ports));
  router.post("/v1/generations/:id/regenerate", regenerationHandler(ports));
  router.post("/v1/generations/:id/poll", (request, response) => {
    return sendHurried(response, ports.queue.pollAgain(request.params.id), "running");
  });
  router.post("/v1/generations/:id/archive", (request, response) => {
    return sendHurried(response, ports.queue.archiveAgain(request.params.id), "archiving");
  });
  return router;
}

async function sendGeneration(
  response: Response,
  found: Promise<Generation | null>,
): Promise<void> {
  const generation = await found;
  if (generation === null) sendUnknownGeneration(response);
  else response.json(viewOf(generation));
}

async function sendHurried(
  response: Response,
  hurried: Promise<Hurried>,
  needed: string,
): Promise<void> {
  const found = await hurried;
  switch (found.kind) {
    case "missing":
      return sendUnknownGeneration(response);
    case "idle":
      return sendProblem(response, {
        status: 409,
        detail: `Nothing was done: the generation is ${found.generation.status}, not ${needed}.`,
      });
    case "hurried":
      response.json(viewOf(found.generation));
  }
}

async function list(
  store: Pick<GenerationStore, "list">,
  request: Request,
  response: Response,
): Promise<void> {
  const read = readListQuery(request.query);
  if (!read.ok) {
    sendProblem(response, { status: 400, detail: "The query is wrong.", errors: read.problems });
    return;
  }
  const { limit } = read.query;
  // One more than asked for tells whether there is another page.
  const found = await store.list({ ...read.query, limit: limit + 1 });
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  response.json({
    data: page.map(viewOf),
    next_cursor: last === undefined ? null : cursorAfter(last.id),
  });
}
