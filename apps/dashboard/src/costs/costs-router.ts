import type { GenerationStore } from "@dashqueue/queue/internal";
import { DAY_MS, dayOf } from "@dashqueue/queue/internal";
import { Router } from "express";

import { sendPage } from "../html/page.ts";
import { translationFor } from "../texts/language.ts";
import { renderCosts } from "./costs-page.ts";

const DAYS = 30;

/** The page of the costs. */
export function costsRouter({
  store,
  now,
}: {
  readonly store: Pick<GenerationStore, "costs">;
  readonly now: () => number;
}): Router {
  const router = Router();
  router.get("/costs", async (_request, response) => {
    const days = Array.from({ length: DAYS }, (_, index) =>
      dayOf(now() - (DAYS - 1 - index) * DAY_MS),
    );
    sendPage(response, renderCosts(await store.costs(days), days, translationFor(response)));
  });
  return router;
}
