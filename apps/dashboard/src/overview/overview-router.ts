import { Router } from "express";

import { userOf } from "../auth/login.ts";
import { sendPage } from "../html/page.ts";
import { translationFor } from "../texts/language.ts";
import { renderOverview } from "./overview-page.ts";
import type { OverviewPorts } from "./read-overview.ts";
import { readOverview } from "./read-overview.ts";

/** The first page. */
export function overviewRouter(ports: OverviewPorts): Router {
  const router = Router();
  router.get("/", async (_request, response) => {
    const overview = await readOverview(ports);
    const { role } = userOf(response);
    sendPage(response, renderOverview(overview, ports.now(), translationFor(response), role));
  });
  return router;
}
