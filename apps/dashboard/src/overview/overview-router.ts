import { Router } from "express";

import { sendPage } from "../html/page.ts";
import { translationFor } from "../texts/language.ts";
import { renderOverview } from "./overview-page.ts";
import type { OverviewPorts } from "./read-overview.ts";
import { readOverview } from "./read-overview.ts";

/** The first page. */
export function overviewRouter(ports: OverviewPorts): Router {
  const router = Router();
  router.get("/", async (_request, response) => {
    sendPage(
      response,
      renderOverview(await readOverview(ports), ports.now(), translationFor(response)),
    );
  });
  return router;
}
