import type { Problem } from "@dashqueue/dashscope";
import type { ApiKey, Tenant, Tenants } from "@dashqueue/queue/internal";
import { DEFAULT_TENANT, plainTenant } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response } from "express";

import { readNewKey } from "./tenant-body.ts";

export type TenantRequest = Request<{ readonly tenant: string }>;

export interface TenantRequestPorts {
  readonly tenants: Pick<Tenants, "get">;
  readonly now: () => number;
}

/** The default tenant exists without settings. */
export async function findTenant(
  { tenants }: Pick<TenantRequestPorts, "tenants">,
  id: string,
): Promise<Tenant | null> {
  return (await tenants.get(id)) ?? (id === DEFAULT_TENANT ? plainTenant(id, 0) : null);
}

/** Reads when a new key or secret of a tenant begins and ends; if it cannot, answers why. */
export async function readKeyTimes(
  ports: TenantRequestPorts,
  { params, body }: TenantRequest,
  response: Response,
): Promise<Pick<ApiKey, "createdAt" | "expiresAt"> | null> {
  if ((await findTenant(ports, params.tenant)) === null) {
    sendUnknownTenant(response);
    return null;
  }
  const createdAt = ports.now();
  const read = readNewKey(body, createdAt);
  if (read.ok) return { createdAt, expiresAt: read.value.expiresAt };
  sendInvalid(response, read.problems);
  return null;
}

export function sendUnknownTenant(response: Response): void {
  sendProblem(response, { status: 404, detail: "There is no tenant with this id." });
}

export function sendInvalid(response: Response, errors: readonly Problem[]): void {
  const detail = "The body is invalid. Nothing was changed.";
  sendProblem(response, { status: 400, detail, errors });
}
