import type { Generation, GenerationStore } from "@dashqueue/queue/internal";
import { Router } from "express";

import type { Presence } from "../files/presence.ts";
import { renderGeneration } from "./generation-page.ts";
import { renderMessage, sendPage } from "../html/page.ts";

export interface PagesPorts {
  readonly store: Pick<GenerationStore, "get" | "events">;
  /** Where the files of a generation are, by name. */
  readonly presences: (generation: Generation) => Promise<ReadonlyMap<string, Presence>>;
  readonly now: () => number;
}

/** Routes of our own pages. */
export function pagesRouter({ store, presences, now }: PagesPorts): Router {
  const router = Router();
  router.get("/generations/:id", async (request, response) => {
    const { id } = request.params;
    const generation = await store.get(id);
    if (generation === null)
      return sendPage(response, renderMessage("Generation not found", NOT_FOUND), 404);
    const [events, found] = await Promise.all([store.events(id), presences(generation)]);
    return sendPage(response, renderGeneration(generation, events, found, now()));
  });
  return router;
}

const NOT_FOUND = "There is no generation with this id, neither in Redis nor in the archive.";
