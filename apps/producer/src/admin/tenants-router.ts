import type { FindModel } from "@dashqueue/dashscope";
import type { Tenant, TenantChange, Tenants } from "@dashqueue/queue/internal";
import {
  DEFAULT_TENANT,
  MAX_API_KEYS,
  MAX_TENANTS,
  changesOf,
  plainTenant,
} from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Request, Response, Router } from "express";

import { jsonBody } from "../http/json-body.ts";
import type { KeysPorts } from "./keys-router.ts";
import { keysRouter } from "./keys-router.ts";
import { logChange, recordChange, recordRefusal } from "./record-change.ts";
import type { TenantSettings } from "./tenant-body.ts";
import { readNewTenant, readTenantChange } from "./tenant-body.ts";
import type { TenantRequest } from "./tenant-request.ts";
import { findTenant, sendInvalid, sendUnknownTenant } from "./tenant-request.ts";
import type { ViewPorts } from "./tenant-view.ts";
import { keyView, settingsOf, viewOf, viewsOf } from "./tenant-view.ts";

export interface TenantsPorts extends ViewPorts, KeysPorts {
  readonly tenants: Tenants;
  readonly findModel: FindModel;
}

/** `/v1/admin/tenants`: tenants, their limits and their API keys. */
export function tenantsRouter(ports: TenantsPorts): Router {
  const { tenants, apiKeys } = ports;
  const router = keysRouter(ports);
  const json = jsonBody();
  router.get("/v1/admin/tenants", async (_request, response) => {
    const known = await tenants.list();
    const hasDefault = known.some(({ id }) => id === DEFAULT_TENANT);
    const all = hasDefault ? known : [plainTenant(DEFAULT_TENANT, 0), ...known];
    response.json({ data: await viewsOf(ports, all) });
  });
  router.post("/v1/admin/tenants", json, (request, response) => create(ports, request, response));
  router.get("/v1/admin/tenants/:tenant", async (request, response) => {
    const tenant = await findTenant(ports, request.params.tenant);
    if (tenant === null) return sendUnknownTenant(response);
    const keys = await apiKeys.list(tenant.id);
    response.json({ ...(await viewOf(ports, tenant)), keys: keys.map(keyView) });
  });
  router.patch("/v1/admin/tenants/:tenant", json, (request, response) =>
    change(ports, request, response),
  );
  router.post("/v1/admin/tenants/:tenant/disable", (request, response) =>
    setDisabled(ports, request, response, ports.now()),
  );
  router.post("/v1/admin/tenants/:tenant/enable", (request, response) =>
    setDisabled(ports, request, response, null),
  );
  return router;
}

async function create(ports: TenantsPorts, request: Request, response: Response): Promise<void> {
  const read = readNewTenant(request.body, ports.findModel);
  if (!read.ok) return sendInvalid(response, read.problems);
  const { id } = read.value;
  const tenant = withSettings(plainTenant(id, ports.now()), read.value);
  const known = await ports.tenants.list();
  if (id === DEFAULT_TENANT || known.some((one) => one.id === id)) return sendExists(response, id);
  if (known.length >= MAX_TENANTS) return sendTooMany(response);
  const changes = changesOf({}, { id, ...settingsOf(tenant) });
  await recordChange(ports, request, changes);
  const created = await ports.tenants.create(tenant);
  if (created !== "created") await recordRefusal(ports, request, changes);
  switch (created) {
    case "exists":
      return sendExists(response, id);
    case "too-many":
      return sendTooMany(response);
    case "created": {
      logChange(ports, request, "tenant-created", { tenant: id });
      const key = ports.newApiKey();
      const added = await ports.apiKeys.add(key, {
        tenant: id,
        createdAt: ports.now(),
        expiresAt: null,
      });
      if (added === null) throw new Error(`the new tenant ${id} has ${MAX_API_KEYS} keys already`);
      response
        .status(201)
        .location(`/v1/admin/tenants/${id}`)
        .json({ ...(await viewOf(ports, tenant)), key, keys: [keyView(added)] });
    }
  }
}

function sendTooMany(response: Response): void {
  const detail = `The maximum of ${MAX_TENANTS} tenants is reached. Disable or reuse one.`;
  sendProblem(response, { status: 409, detail });
}

function sendExists(response: Response, id: string): void {
  const detail = `There is a tenant ${id} already. Change it with PATCH /v1/admin/tenants/${id}.`;
  sendProblem(response, { status: 409, detail });
}

async function change(
  ports: TenantsPorts,
  request: TenantRequest,
  response: Response,
): Promise<void> {
  const { tenant: id } = request.params;
  const before = await findTenant(ports, id);
  if (before === null) return sendUnknownTenant(response);
  const read = readTenantChange(request.body, ports.findModel);
  if (!read.ok) return sendInvalid(response, read.problems);
  const changes = changesOf(settingsOf(before), settingsOf(withSettings(before, read.value)));
  await recordChange(ports, request, changes);
  const changed = await store(ports, id, read.value);
  if (changed === null) return sendUnknownTenant(response);
  logChange(ports, request, "tenant-changed", { tenant: id, changes });
  response.json(await viewOf(ports, changed));
}

/** Disables a tenant since then; null enables it. */
async function setDisabled(
  ports: TenantsPorts,
  request: TenantRequest,
  response: Response,
  disabledAt: number | null,
): Promise<void> {
  const { tenant: id } = request.params;
  if (id === DEFAULT_TENANT)
    return sendProblem(response, {
      status: 409,
      detail:
        "The tenant default cannot be disabled or enabled: it has the callers with PRODUCER_TOKENS. Remove these tokens instead.",
    });
  if ((await findTenant(ports, id)) === null) return sendUnknownTenant(response);
  await recordChange(ports, request);
  const changed = await store(ports, id, { disabledAt });
  if (changed === null) return sendUnknownTenant(response);
  logChange(ports, request, disabledAt === null ? "tenant-enabled" : "tenant-disabled", {
    tenant: id,
  });
  response.json(await viewOf(ports, changed));
}

function withSettings(
  before: Tenant,
  { limits, name = before.name, weight = before.weight }: TenantSettings,
): Tenant {
  return { ...before, name, weight, limits: { ...before.limits, ...limits } };
}

/** The first settings of the default tenant create it. */
async function store(
  { tenants, now }: TenantsPorts,
  id: string,
  change: TenantChange,
): Promise<Tenant | null> {
  if (id === DEFAULT_TENANT) await tenants.create(plainTenant(id, now()));
  return tenants.change(id, change);
}
