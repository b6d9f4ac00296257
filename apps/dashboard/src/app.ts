import { healthRouter, notFoundHandler, problemHandler } from "@dashqueue/service";
import type { HealthOptions, Logger } from "@dashqueue/service";
import express from "express";
import type { Express, RequestHandler } from "express";

import { refuseCrossSite } from "./auth/cross-site.ts";
import { requireLogin } from "./auth/login.ts";
import type { Login } from "./auth/login.ts";
import { securityHeaders } from "./auth/security-headers.ts";
import { pagesRouter } from "./pages/pages-router.ts";
import type { PagesPorts } from "./pages/pages-router.ts";
import { redisAwayHandler } from "./pages/redis-away-handler.ts";
import { BOARD_PATH } from "./paths.ts";

export interface DashboardPorts {
  readonly login: Login;
  readonly health: HealthOptions;
  readonly board: RequestHandler;
  readonly pages: PagesPorts;
  readonly logger: Logger;
}

/** Bull Board and our own pages behind one login. */
export function createApp({ login, health, board, pages, logger }: DashboardPorts): Express {
  const app = express().disable("x-powered-by");
  app.use(securityHeaders());
  // Open without a login, for probes and scrapers. They reveal nothing about any generation.
  app.use(healthRouter(health));
  app.use(requireLogin(login, logger), refuseCrossSite(logger));
  app.use(pagesRouter(pages));
  app.use(BOARD_PATH, board);
  return app.use(notFoundHandler, redisAwayHandler(logger), problemHandler(logger));
}
