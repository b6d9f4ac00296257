import type { Deliveries, Generation, GenerationStore } from "@dashqueue/queue/internal";
import { Router } from "express";

import { userOf } from "../auth/login.ts";
import { hasRole } from "../auth/users.ts";
import type { Presence } from "../files/presence.ts";
import { renderGeneration } from "./generation-page.ts";
import { renderMessage, sendPage } from "../html/page.ts";
import type { RedeliverPorts } from "./redeliver-router.ts";
import { redeliverRouter } from "./redeliver-router.ts";

export interface PagesPorts extends RedeliverPorts {
  readonly store: Pick<GenerationStore, "get" | "events">;
  /** Where the files of a generation are, by name. */
  readonly presences: (generation: Generation) => Promise<ReadonlyMap<string, Presence>>;
  /** The latest attempts to deliver its webhook messages, oldest first. */
  readonly attempts: Deliveries["attempts"];
  readonly now: () => number;
}

/** Routes of our own pages. */
export function pagesRouter(ports: PagesPorts): Router {
  const { store, presences, attempts, now } = ports;
  const router = Router();
  router.get("/generations/:id", async (request, response) => {
    const { id } = request.params;
    const generation = await store.get(id);
    if (generation === null)
      return sendPage(response, renderMessage("Generation not found", NOT_FOUND), 404);
    const [events, found, sent] = await Promise.all([
      store.events(id),
      presences(generation),
      attempts(id),
    ]);
    const deliveries = { attempts: sent, mayRedeliver: hasRole(userOf(response), "operator") };
    const shown = { events, presences: found, deliveries };
    return sendPage(response, renderGeneration(generation, shown, now()));
  });
  return router.use(redeliverRouter(ports));
}

const NOT_FOUND = "There is no generation with this id, neither in Redis nor in the archive.";
