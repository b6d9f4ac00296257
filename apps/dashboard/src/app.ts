import type { Archive } from "@dashqueue/archive";
import type { AuditLog, Generation, GenerationStore, NextTries } from "@dashqueue/queue/internal";
import { withArchived } from "@dashqueue/queue/internal";
import {
  createLoginLimit,
  guidesRouter,
  healthRouter,
  notFoundHandler,
  problemHandler,
  refuseCrossSite,
  sendProblem,
} from "@dashqueue/service";
import type { HealthOptions, Logger } from "@dashqueue/service";
import express from "express";
import type { Express, RequestHandler } from "express";

import { refuseAddress } from "./address/refuse-address.ts";
import { requireLogin } from "./auth/login.ts";
import type { FindUser } from "./auth/users.ts";
import { securityHeaders } from "./auth/security-headers.ts";
import type { ResumeQueuePorts } from "./actions/resume-queue-router.ts";
import { resumeQueueRouter } from "./actions/resume-queue-router.ts";
import { tryNowRouter } from "./actions/try-now-router.ts";
import { filesRouter } from "./files/files-router.ts";
import { findPresences } from "./files/presence.ts";
import { auditRouter } from "./audit/audit-router.ts";
import { bulkRouter } from "./bulk/bulk-router.ts";
import type { BulkPorts } from "./bulk/bulk-router.ts";
import { costsRouter } from "./costs/costs-router.ts";
import { refreshScript } from "./html/refresh.ts";
import { limitsRouter } from "./limits/limits-router.ts";
import type { LimitsPorts } from "./limits/limits-router.ts";
import { listRouter } from "./list/list-router.ts";
import type { ListPorts } from "./list/list-router.ts";
import { overviewRouter } from "./overview/overview-router.ts";
import type { PausePorts } from "./overview/alarms/read-pauses.ts";
import type { OverviewPorts } from "./overview/read-overview.ts";
import { pageNotFoundHandler } from "./pages/page-not-found-handler.ts";
import { pagesRouter } from "./pages/pages-router.ts";
import type { PagesPorts } from "./pages/pages-router.ts";
import { redisAwayHandler } from "./pages/redis-away-handler.ts";
import { BOARD_PATH } from "./paths.ts";
import { playgroundRouter } from "./playground/playground-router.ts";
import type { PlaygroundPorts } from "./playground/playground-router.ts";
import { languageRouter } from "./texts/language.ts";
import { tenantsRouter } from "./tenants/tenants-router.ts";
import type { TenantsPorts } from "./tenants/tenants-router.ts";
import { workersRouter } from "./workers/workers-router.ts";
import type { WorkersPorts } from "./workers/workers-router.ts";

export interface DashboardPorts
  extends
    OverviewPorts,
    ListPorts,
    TenantsPorts,
    PlaygroundPorts,
    Pick<PagesPorts, "logOf" | "attempts" | "redeliver"> {
  readonly queue: PagesPorts["queue"] &
    PlaygroundPorts["queue"] &
    BulkPorts["queue"] &
    ListPorts["queue"];
  readonly operations: BulkPorts["operations"];
  readonly tenants: TenantsPorts["tenants"];
  readonly replicas: WorkersPorts["replicas"];
  readonly tries: NextTries;
  readonly queues: PausePorts["queues"] & ResumeQueuePorts["queues"];
  readonly findUser: FindUser;
  readonly health: HealthOptions;
  readonly board: RequestHandler;
  readonly store: PagesPorts["store"] &
    OverviewPorts["store"] &
    TenantsPorts["store"] &
    LimitsPorts["store"] &
    ListPorts["store"] &
    Pick<GenerationStore, "events" | "tombstone">;
  readonly liveLimits: LimitsPorts["liveLimits"];
  readonly audit: Pick<AuditLog, "list">;
  readonly archive: Pick<Archive, "stat" | "open">;
  /** Reverse proxies whose `X-Forwarded-For` counts. */
  readonly trustedProxies?: readonly string[];
  readonly logger: Logger;
}

/** A page is shown without what the archive has not said by then. */
const ARCHIVE_LIMIT_MS = 2_000;

/** Bull Board and our own pages behind one login. */
export function createApp(ports: DashboardPorts): Express {
  const { findUser, health, board, archive, trustedProxies = [], logger } = ports;
  const records = withArchived(ports.store, archive, ports.store);
  const app = express().disable("x-powered-by").set("trust proxy", trustedProxies);
  app.use(securityHeaders());
  // Open without a login, for probes and scrapers. They reveal nothing about any generation.
  app.use(healthRouter(health));
  app.use(["/v1", "/api/v1"], answerLostCall);
  app.use(requireLogin(findUser, createLoginLimit(logger), logger));
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
  app.use(
    refuseAddress,
    refreshScript,
    languageRouter(),
    guidesRouter({ en: "Dashboard", zh: "控制台" }),
  );
  app.use(overviewRouter(ports), listRouter(ports), bulkRouter(ports), costsRouter(ports));
  app.use(tenantsRouter(ports), limitsRouter(ports), workersRouter(ports), auditRouter(ports));
  app.use(tryNowRouter(ports), resumeQueueRouter(ports), playgroundRouter(ports));
  app.use(pagesRouter({ ...ports, records, presences }));
  app.use(filesRouter({ store: records, archive, logger }));
  app.use(BOARD_PATH, board);
  return app.use(
    pageNotFoundHandler,
    notFoundHandler,
    redisAwayHandler(logger),
    problemHandler(logger),
  );
}

/** A call of the API, which a login or another header would not help. */
const answerLostCall: RequestHandler = (_request, response) =>
  sendProblem(response, {
    status: 404,
    detail:
      "This is the dashboard. The API is at the producer, by default at port 3000 (PRODUCER_PORT).",
  });

const OWN_PAGE_ONLY =
  "Writes must come from the dashboard's own page. In a script, set the header `Origin` to the dashboard's URL.";
