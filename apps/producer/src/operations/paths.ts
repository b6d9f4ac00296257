import type { ZodOpenApiPathsObject } from "zod-openapi";

import { BATCH_PATHS } from "./batches.ts";
import { BULK_PATHS } from "./bulk.ts";
import { CATALOG_PATHS } from "./catalog.ts";
import { EVENT_PATHS } from "./events.ts";
import { FILE_PATHS } from "./files.ts";
import { GENERATION_PATHS } from "./generations.ts";
import { SERVICE_PATHS } from "./service.ts";
import { SUBMISSION_PATHS } from "./submissions.ts";
import { LIMIT_PATHS, WORKER_PATHS } from "./fleet.ts";
import { TENANT_PATHS } from "./tenants.ts";
import { WEBHOOK_PATHS } from "./webhooks.ts";

/** Every path of the API but DashScope's own. A test compares them with the routes. */
export const PATHS: ZodOpenApiPathsObject = {
  ...SUBMISSION_PATHS,
  ...GENERATION_PATHS,
  ...BATCH_PATHS,
  ...BULK_PATHS,
  ...EVENT_PATHS,
  ...FILE_PATHS,
  ...CATALOG_PATHS,
  ...TENANT_PATHS,
  ...LIMIT_PATHS,
  ...WORKER_PATHS,
  ...WEBHOOK_PATHS,
  ...SERVICE_PATHS,
};
