import type { GenerationStore } from "@dashqueue/queue/internal";
import { isRedisAway, type Logger } from "@dashqueue/service";
import { Router, type ErrorRequestHandler } from "express";

import { renderGeneration } from "./generation-page.ts";
import { renderMessage } from "./page.ts";

export interface PagesPorts {
  readonly store: Pick<GenerationStore, "get" | "events">;
  readonly now: () => number;
}

/** Our own pages, beside Bull Board's. */
export function pagesRouter({ store, now }: PagesPorts): Router {
  const router = Router();
  router.get("/", (_request, response) => {
    response.redirect("/queues/");
  });
  router.get("/generations/:id", async (request, response) => {
    const { id } = request.params;
    const generation = await store.get(id);
    response.set("Cache-Control", "no-store").type("text/html");
    if (generation === null)
      response.status(404).send(renderMessage("No such generation", UNKNOWN));
    else response.send(renderGeneration(generation, await store.events(id), now()));
  });
  return router;
}

const UNKNOWN =
  "There is no generation with this id. A terminal one is forgotten after RETENTION_DAYS of the worker; its files are not.";

const AWAY = "Redis does not answer just now. Nothing is lost; this page asks again by itself.";

/**
 * While Redis is away: a page that asks again for people, and for Bull Board's script an error in the form that it shows.
 * Everything else goes on to the next handler.
 */
export function redisAwayHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (!isRedisAway(error) || response.headersSent) {
      next(error);
      return;
    }
    logger.warn({ event: "redis-away", method: request.method, error }, "a request needs Redis");
    response.status(503).set({ "Retry-After": "2", "Cache-Control": "no-store" });
    if (request.path.startsWith("/queues/api/"))
      response.json({ error: "Redis away", message: AWAY });
    else response.type("text/html").send(renderMessage("Redis away", AWAY, 5));
  };
}
