import type { LoginLimit } from "@dashqueue/service";
import { sendProblem } from "@dashqueue/service";
import type { Response } from "express";
import { Router } from "express";

import type { Denied } from "../auth/authentication.ts";
import { createAuthentication, requireCaller, sendDeniedWith } from "../auth/authentication.ts";
import type { TenantsPorts } from "./tenants-router.ts";
import { tenantsRouter } from "./tenants-router.ts";

export interface AdminPorts extends TenantsPorts {
  /** Bearer tokens of the operators. Without any, the admin API is off. */
  readonly adminTokens: readonly string[];
  readonly logins: LoginLimit;
}

/** `/v1/admin`: what only operators may do. */
export function adminRouter(ports: AdminPorts): Router {
  const { adminTokens, logins } = ports;
  const router = Router();
  if (adminTokens.length === 0) {
    router.use("/v1/admin", (_request, response) => {
      const detail = "The admin API is off. Set ADMIN_TOKENS for the producer.";
      sendProblem(response, { status: 404, detail });
    });
    return router;
  }
  const authentication = createAuthentication({ tokens: adminTokens, isOpen: false });
  const deny = (response: Response, denied: Denied) =>
    sendDeniedWith(
      response,
      denied,
      "Send one of the ADMIN_TOKENS as `Authorization: Bearer <token>`.",
    );
  router.use("/v1/admin", requireCaller({ authentication, logins, deny }));
  return router.use(tenantsRouter(ports));
}
