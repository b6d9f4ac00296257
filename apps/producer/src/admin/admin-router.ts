import type { LoginLimit } from "@dashqueue/service";
import { notFoundHandler, sendProblem } from "@dashqueue/service";
import type { RequestHandler } from "express";
import { Router } from "express";

import { createAuthentication, requireCaller } from "../auth/authentication.ts";
import type { LimitsPorts } from "./limits-router.ts";
import { limitsRouter } from "./limits-router.ts";
import type { TenantBulkPorts } from "./tenant-bulk-router.ts";
import { tenantBulkRouter } from "./tenant-bulk-router.ts";
import { tenantsRouter } from "./tenants-router.ts";
import type { WebhookSecretsPorts } from "./webhook-secrets-router.ts";
import { webhookSecretsRouter } from "./webhook-secrets-router.ts";
import type { WorkersPorts } from "./workers-router.ts";
import { workersRouter } from "./workers-router.ts";

export interface AdminPorts
  extends WebhookSecretsPorts, LimitsPorts, TenantBulkPorts, WorkersPorts {
  /** Bearer tokens of the operators. Without any, the admin API is off. */
  readonly adminTokens: readonly string[];
  readonly logins: LoginLimit;
  readonly allowedMethods: RequestHandler;
}

/** What the admin API reads and changes, and nothing else does. */
export type OpenAdmin = Pick<
  AdminPorts,
  "liveLimits" | "workerReports" | "replicas" | "webhookSecrets" | "newWebhookSecret"
>;

/** `/v1/admin`: what only operators may do. */
export function adminRouter(ports: AdminPorts): Router {
  const { adminTokens, logins, allowedMethods } = ports;
  const router = Router();
  if (adminTokens.length === 0) {
    router.use("/v1/admin", (_request, response) => {
      const detail = "The admin API is off. Set ADMIN_TOKENS for the producer.";
      sendProblem(response, { status: 404, detail });
    });
    return router;
  }
  const authentication = createAuthentication({ tokens: adminTokens, isOpen: false });
  const detail = "Send one of the ADMIN_TOKENS as `Authorization: Bearer <token>`.";
  router.use("/v1/admin", requireCaller({ authentication, logins, detail }), allowedMethods);
  router.use(
    tenantsRouter(ports),
    webhookSecretsRouter(ports),
    limitsRouter(ports),
    tenantBulkRouter(ports),
    workersRouter(ports),
  );
  // The routers that follow would take an operator's token for a wrong key of a tenant.
  return router.use("/v1/admin", notFoundHandler);
}
