import { healthRouter, notFoundHandler, problemHandler, type Logger } from "@dashqueue/service";
import express, { Router, type Express } from "express";

import { requireLogin, type Login } from "./auth/authentication.ts";
import type { Board } from "./board/board.ts";
import { refuseCrossSite } from "./auth/cross-site.ts";
import type { Metrics } from "./metrics.ts";
import { pagesRouter, redisAwayHandler, type PagesPorts } from "./pages/pages.ts";
import { securityHeaders } from "./auth/security-headers.ts";

export const BOARD_PATH = "/queues";

/** What the dashboard needs from outside. */
export interface DashboardPorts extends PagesPorts {
  readonly board: Board;
  readonly login: Login;
  readonly registry: Metrics["registry"];
  /** Whether Redis answers. */
  readonly ready: () => Promise<boolean>;
  readonly logger: Logger;
}

/** The board and our own pages behind one login. It listens nowhere and opens no connection. */
export function createApp(ports: DashboardPorts): Express {
  const { logger } = ports;
  const app = express().disable("x-powered-by");
  app.use(securityHeaders());
  // Open without a login: probes and scrapers have none, and there is nothing of a generation in it.
  app.use(healthRouter(ports));
  app.use(requireLogin(ports.login, logger), refuseCrossSite(logger));
  app.use(pagesRouter(ports));
  app.use(BOARD_PATH, boardRouter(ports.board));
  return app.use(notFoundHandler, redisAwayHandler(logger), problemHandler(logger));
}

/** A new model's queue is there when somebody looks: the page asks every few seconds, and nothing has to run meanwhile. */
function boardRouter(board: Board): Router {
  const router = Router();
  router.use(async (request, response, next) => {
    if (!request.path.startsWith("/static/")) {
      response.set("Cache-Control", "no-store");
      await board.refresh();
    }
    next();
  });
  return router.use(board.router);
}
