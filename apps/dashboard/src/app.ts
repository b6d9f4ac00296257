import {
  createLoginLimit,
  healthRouter,
  notFoundHandler,
  problemHandler,
  refuseCrossSite,
} from "@dashqueue/service";
import type { HealthOptions, Logger } from "@dashqueue/service";
import express from "express";
import type { Express, RequestHandler } from "express";

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
  /** Reverse proxies whose `X-Forwarded-For` counts. */
  readonly trustedProxies?: readonly string[];
  readonly logger: Logger;
}

/** Bull Board and our own pages behind one login. */
export function createApp(ports: DashboardPorts): Express {
  const { login, health, board, pages, trustedProxies = [], logger } = ports;
  const app = express().disable("x-powered-by").set("trust proxy", trustedProxies);
  app.use(securityHeaders());
  // Open without a login, for probes and scrapers. They reveal nothing about any generation.
  app.use(healthRouter(health));
  app.use(requireLogin(login, createLoginLimit(logger), logger));
  // Browsers add the login to every request, whichever page sends it, so each write has to say that
  // it comes from ours.
  app.use(refuseCrossSite({ logger, acceptsUnnamed: false, detail: OWN_PAGE_ONLY }));
  app.use(pagesRouter(pages));
  app.use(BOARD_PATH, board);
  return app.use(notFoundHandler, redisAwayHandler(logger), problemHandler(logger));
}

const OWN_PAGE_ONLY =
  "Writes must come from the dashboard's own page. In a script, set the header `Origin` to the dashboard's URL.";
