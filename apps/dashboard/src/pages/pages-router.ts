import type { Generation, GenerationStore } from "@dashqueue/queue/internal";
import { Router } from "express";

import type { Presence } from "../files/presence.ts";
import { renderGeneration } from "./generation-page.ts";
import { renderMessage } from "../html/page.ts";
import { BOARD_PATH } from "../paths.ts";

export interface PagesPorts {
  readonly store: Pick<GenerationStore, "get" | "events">;
  /** Where the files of a generation are, by name. */
  readonly presences: (generation: Generation) => Promise<ReadonlyMap<string, Presence>>;
  readonly now: () => number;
}

/** Routes of our own pages. */
export function pagesRouter({ store, presences, now }: PagesPorts): Router {
  const router = Router();
  router.get("/", (_request, response) => {
    response.redirect(`${BOARD_PATH}/`);
  });
  router.get("/generations/:id", async (request, response) => {
    const { id } = request.params;
    const generation = await store.get(id);
    response.set("Cache-Control", "no-store").type("text/html");
    if (generation === null) {
      response.status(404).send(renderMessage("Generation not found", NOT_FOUND));
      return;
    }
    const [events, found] = await Promise.all([store.events(id), presences(generation)]);
    response.send(renderGeneration(generation, events, found, now()));
  });
  return router;
}

const NOT_FOUND = "There is no generation with this id, neither in Redis nor in the archive.";
