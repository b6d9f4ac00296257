import type { GenerationStore } from "@dashqueue/queue/internal";
import { Router } from "express";

import { renderMessage, sendPage } from "../html/page.ts";
import { generationPath } from "../paths.ts";
import { renderList } from "./list-page.ts";
import { readListQuery } from "./list-query.ts";

export interface ListPorts {
  readonly store: Pick<GenerationStore, "get" | "list" | "models" | "ownersOf">;
  readonly now: () => number;
}

const PAGE = 50;

/** The list of generations, and the search for one of them. */
export function listRouter({ store, now }: ListPorts): Router {
  const router = Router();
  router.get("/generations", async (request, response) => {
    const query = readListQuery(request.query);
    const { status, model, tenant, after } = query;
    const filter = { status: status.length === 0 ? undefined : status, model, tenant };
    const [found, models] = await Promise.all([
      store.list({ ...filter, after, limit: PAGE + 1 }),
      store.models(),
    ]);
    const generations = found.slice(0, PAGE);
    const page = { query, generations, hasMore: found.length > PAGE, models };
    sendPage(response, renderList(page, now()));
  });
  router.get("/generations/find", async (request, response) => {
    const { id: given } = request.query;
    const id = typeof given === "string" ? given.trim() : "";
    const [owner] = await store.ownersOf([id]);
    const found = owner ?? ((await store.get(id)) === null ? null : id);
    if (found !== null) return response.redirect(generationPath(found));
    const sentence = `There is no generation and no task with the id ${id}.`;
    return sendPage(response, renderMessage("Nothing found", sentence), 404);
  });
  return router;
}
