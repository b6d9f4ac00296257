import type { GenerationStore } from "@dashqueue/queue/internal";
import { Router } from "express";

import { BOARD_PATH } from "../paths.ts";
import { renderGeneration } from "./generation-page.ts";
import { renderMessage } from "./page.ts";

export interface PagesPorts {
  readonly store: Pick<GenerationStore, "get" | "events">;
  readonly now: () => number;
}

/** Routes of our own pages. */
export function pagesRouter({ store, now }: PagesPorts): Router {
  const router = Router();
  router.get("/", (_request, response) => {
    response.redirect(`${BOARD_PATH}/`);
  });
  router.get("/generations/:id", async (request, response) => {
    const { id } = request.params;
    const generation = await store.get(id);
    response.set("Cache-Control", "no-store").type("text/html");
    if (generation === null)
      response.status(404).send(renderMessage("Generation not found", NOT_FOUND));
    else response.send(renderGeneration(generation, await store.events(id), now()));
  });
  return router;
}

const NOT_FOUND =
  "There is no generation with this id. The record of a terminal generation is deleted after RETENTION_DAYS (a variable of the worker); its files are kept.";
