import type { Archive } from "@dashqueue/archive";
import type { Generation, GenerationStore } from "@dashqueue/queue/internal";
import { withArchived } from "@dashqueue/queue/internal";
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
import { filesRouter } from "./files/files-router.ts";
import { findPresences } from "./files/presence.ts";
import { pagesRouter } from "./pages/pages-router.ts";
import type { PagesPorts } from "./pages/pages-router.ts";
import { redisAwayHandler } from "./pages/redis-away-handler.ts";
import { BOARD_PATH } from "./paths.ts";

export interface DashboardPorts {
  readonly login: Login;
  readonly health: HealthOptions;
  readonly board: RequestHandler;
  readonly store: PagesPorts["store"] & Pick<GenerationStore, "tombstone">;
  readonly archive: Pick<Archive, "stat" | "open">;
  /** Reverse proxies whose `X-Forwarded-For` counts. */
  readonly trustedProxies?: readonly string[];
  readonly logger: Logger;
  readonly now: () => number;
}

/** A page is shown without what the archive has not said by then. */
const ARCHIVE_LIMIT_MS = 2_000;

/** Bull Board and our own pages behind one login. */
export function createApp(ports: DashboardPorts): Express {
  const { login, health, board, archive, trustedProxies = [], logger, now } = ports;
  const store = withArchived(ports.store, archive, ports.store);
  const app = express().disable("x-powered-by").set("trust proxy", trustedProxies);
  app.use(securityHeaders());
  // Open without a login, for probes and scrapers. They reveal nothing about any generation.
  app.use(healthRouter(health));
  app.use(requireLogin(login, createLoginLimit(logger), logger));
  // Browsers add the login to every request, whichever page sends it, so each write has to say that
  // it comes from ours.
  app.use(refuseCrossSite({ logger, acceptsUnnamed: false, detail: OWN_PAGE_ONLY }));
  const presences = (generation: Generation) =>
    findPresences(generation, {
      archive,
      onError: (error) =>
        logger.warn({ event: "archive-unreadable", error }, "the archive does not respond"),
      limitMs: ARCHIVE_LIMIT_MS,
    });
  app.use(pagesRouter({ store, presences, now }));
  app.use(filesRouter({ store, archive, logger }));
  app.use(BOARD_PATH, board);
  return app.use(notFoundHandler, redisAwayHandler(logger), problemHandler(logger));
}

const OWN_PAGE_ONLY =
  "Writes must come from the dashboard's own page. In a script, set the header `Origin` to the dashboard's URL.";
