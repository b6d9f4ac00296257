import { isBatchId } from "@dashqueue/queue/internal";
import type { GenerationStore, ProducerQueue } from "@dashqueue/queue/internal";
import { Router } from "express";

import { userOf } from "../auth/login.ts";
import { hasRole } from "../auth/users.ts";
import { renderMessage, sendPage } from "../html/page.ts";
import { generationPath } from "../paths.ts";
import { translationFor } from "../texts/language.ts";
import { filterProblem } from "./filter-problem.ts";
import { renderList } from "./list-page.ts";
import { listPath, readListQuery } from "./list-query.ts";
import { posterScript } from "./poster-script.ts";
import { recordQueryOf } from "./record-query.ts";

export interface ListPorts {
  readonly store: Pick<GenerationStore, "get" | "find" | "models" | "ownersOf">;
  readonly queue: Pick<ProducerQueue, "views">;
  readonly now: () => number;
}

const PAGE = 50;

/** The list of generations, and the search for one of them. */
export function listRouter({ store, queue, now }: ListPorts): Router {
  const router = Router().use(posterScript);
  router.get("/generations", async (request, response) => {
    const query = readListQuery(request.query);
    const t = translationFor(response);
    const mayAct = hasRole(userOf(response), "operator");
    const problem = filterProblem(request.query, t);
    if (problem !== null) {
      const models = await store.models();
      const list = { query, generations: [], waiting: new Map(), next: null, models };
      return sendPage(response, renderList({ ...list, mayAct, problem }, now(), t), 400);
    }
    const [{ generations, next }, models] = await Promise.all([
      store.find({ ...recordQueryOf(query, now()), after: query.after, limit: PAGE }),
      store.models(),
    ]);
    const views = await queue.views(generations);
    const waiting = new Map(views.map(({ id, waiting }) => [id, waiting?.reason ?? "slot"]));
    const list = { query, generations, waiting, next, models };
    sendPage(response, renderList({ ...list, mayAct, problem: null }, now(), t));
  });
  router.get("/generations/find", async (request, response) => {
    const { id: given } = request.query;
    const id = typeof given === "string" ? given.trim() : "";
    if (isBatchId(id)) return response.redirect(listPath(readListQuery({ batch: id })));
    const [owner] = await store.ownersOf([id]);
    const found = owner ?? ((await store.get(id)) === null ? null : id);
    if (found !== null) return response.redirect(generationPath(found));
    const t = translationFor(response);
    const sentence = t(
      "There is no generation, no task and no batch with the id {id}. Metadata is searched in the field Metadata, as name=value.",
      { id },
    );
    return sendPage(
      response,
      renderMessage(t("Nothing found"), sentence, t, { place: "/generations" }),
      404,
    );
  });
  return router;
}
