import type { ApiKeys, GenerationStore, Tenant, Tenants } from "@dashqueue/queue/internal";
import {
  changesOf,
  DEFAULT_TENANT,
  MAX_API_KEYS,
  plainTenant,
  readSpending,
} from "@dashqueue/queue/internal";
import type { Request, Response } from "express";
import { Router, urlencoded } from "express";

import { refusalFor, userOf } from "../auth/login.ts";
import { renderMessage, sendPage } from "../html/page.ts";
import { tenantPath } from "../paths.ts";
import { translationFor } from "../texts/language.ts";
import type { RecordWrite, Write } from "../writes/record-write.ts";
import { readBudgets } from "./budgets.ts";
import { findTenant, withDefault } from "./default-tenant.ts";
import type { TenantUse } from "./tenants-page.ts";
import { renderTenant, renderTenants } from "./tenants-page.ts";

export interface TenantsPorts {
  readonly tenants: Pick<Tenants, "get" | "list" | "create" | "change">;
  readonly apiKeys: Pick<ApiKeys, "list" | "add" | "remove">;
  readonly store: Pick<GenerationStore, "page" | "costs">;
  /** How many generations of a tenant hold a slot. */
  readonly inFlight: (tenant: string) => Promise<number>;
  readonly newApiKey: () => string;
  readonly recordWrite: RecordWrite;
  readonly now: () => number;
}

type TenantRequest = Request<{ tenant: string }>;

/** The pages of the tenants. What they change is recorded, and takes an admin. */
export function tenantsRouter(ports: TenantsPorts): Router {
  const { tenants, apiKeys, now } = ports;
  const router = Router();
  router.get("/tenants", async (_request, response) => {
    const known = withDefault(await tenants.list());
    const spendingOf = await readSpending(known, { costs: ports.store.costs, now });
    const uses = await Promise.all(known.map((one) => useOf(one, spendingOf, ports)));
    sendPage(response, renderTenants(uses, translationFor(response)));
  });
  router.get("/tenants/:tenant", (request, response) => show(ports, request, response));
  const change = (path: string, action: string, disabledAt: () => number | null) =>
    router.post(`/tenants/:tenant/${path}`, async (request, response) => {
      if (request.params.tenant === DEFAULT_TENANT) return sendDefaultStays(response);
      if (!(await mayChange(ports, request, response, action))) return;
      await tenants.change(request.params.tenant, { disabledAt: disabledAt() });
      response.redirect(303, tenantPath(request.params.tenant));
    });
  change("disable", "tenant-disabled", now);
  change("enable", "tenant-enabled", () => null);
  router.post("/tenants/:tenant/budgets", urlencoded(), (request: TenantRequest, response) =>
    changeBudgets(ports, request, response),
  );
  router.post("/tenants/:tenant/keys", (request, response) => addKey(ports, request, response));
  router.post("/tenants/:tenant/keys/:key/revoke", async (request, response) => {
    const { tenant, key } = request.params;
    if (!(await mayChange(ports, request, response, "key-revoked", key))) return;
    await apiKeys.remove(tenant, key);
    response.redirect(303, tenantPath(tenant));
  });
  return router;
}

async function changeBudgets(ports: TenantsPorts, request: TenantRequest, response: Response) {
  const { tenant: target } = request.params;
  const action = "budgets-changed";
  const tenant = await tenantFor(ports, request, response, { action, target });
  if (tenant === null) return;
  const t = translationFor(response);
  const read = readBudgets(request.body, t);
  if (!read.ok)
    return sendPage(
      response,
      renderMessage(t("Not a budget"), read.problem, t, { place: "/tenants" }),
      400,
    );
  const { limits } = read;
  if (Object.keys(limits).length > 0) {
    const changes = changesOf(budgetsOf(tenant.limits), budgetsOf({ ...tenant.limits, ...limits }));
    await ports.recordWrite({ user: userOf(response), action, target, changes, allowed: true });
    // The first settings of the default tenant create it.
    if (target === DEFAULT_TENANT) await ports.tenants.create(plainTenant(target, ports.now()));
    await ports.tenants.change(target, { limits });
  }
  response.redirect(303, tenantPath(target));
}

function sendDefaultStays(response: Response): void {
  const t = translationFor(response);
  const sentence = t(
    "The tenant default cannot be disabled: it has the callers with PRODUCER_TOKENS. Remove these tokens instead.",
  );
  sendPage(response, renderMessage(t("Not possible"), sentence, t, { place: "/tenants" }), 409);
}

function budgetsOf({ dailySpend, monthlySpend }: Tenant["limits"]) {
  return { daily_spend: dailySpend, monthly_spend: monthlySpend };
}

async function addKey(ports: TenantsPorts, request: TenantRequest, response: Response) {
  const { tenant } = request.params;
  const asked = { action: "key-created", target: tenant };
  if ((await tenantFor(ports, request, response, asked)) === null) return;
  if ((await ports.apiKeys.list(tenant)).length >= MAX_API_KEYS) return sendFull(response);
  const write = { ...asked, user: userOf(response) };
  await ports.recordWrite({ ...write, allowed: true });
  const key = ports.newApiKey();
  const added = await ports.apiKeys.add(key, { tenant, createdAt: ports.now(), expiresAt: null });
  if (added !== null) return show(ports, request, response, key);
  // Another admin came first.
  await ports.recordWrite({ ...write, allowed: false });
  sendFull(response);
}

function sendFull(response: Response): void {
  const t = translationFor(response);
  const sentence = t("The tenant has {count} keys already. Revoke one that nobody uses.", {
    count: MAX_API_KEYS,
  });
  sendPage(response, renderMessage(t("No new key"), sentence, t, { place: "/tenants" }), 409);
}

async function show(
  ports: TenantsPorts,
  request: TenantRequest,
  response: Response,
  newKey: string | null = null,
) {
  const { tenant: id } = request.params;
  const tenant = await findTenant(ports, id);
  if (tenant === null) return sendUnknown(response, id);
  const spendingOf = await readSpending([tenant], { costs: ports.store.costs, now: ports.now });
  const [use, keys] = await Promise.all([useOf(tenant, spendingOf, ports), ports.apiKeys.list(id)]);
  sendPage(
    response,
    renderTenant({ use, keys, newKey, user: userOf(response) }, translationFor(response)),
  );
}

async function useOf(
  tenant: Tenant,
  spendingOf: Awaited<ReturnType<typeof readSpending>>,
  { store, inFlight, now }: TenantsPorts,
): Promise<TenantUse> {
  const all = { from: 0, to: now(), offset: 0, limit: 0 };
  const [slots, { total }] = await Promise.all([
    inFlight(tenant.id),
    store.page({ status: "queued", tenant: tenant.id, ...all }),
  ]);
  return { tenant, inFlight: slots, queued: total, spending: spendingOf(tenant) };
}

/** Records a write that needs no further check, and answers it if it is refused. */
async function mayChange(
  ports: TenantsPorts,
  request: TenantRequest,
  response: Response,
  action: string,
  key?: string,
): Promise<boolean> {
  const { tenant } = request.params;
  const target = key === undefined ? tenant : `${tenant} ${key}`;
  if ((await tenantFor(ports, request, response, { action, target })) === null) return false;
  await ports.recordWrite({ user: userOf(response), action, target, allowed: true });
  return true;
}

/**
 * The tenant that a user wants to change. Returns null for an unknown one, and records and refuses
 * the write of a user who may not make it.
 */
async function tenantFor(
  { tenants, recordWrite }: TenantsPorts,
  { params }: TenantRequest,
  response: Response,
  { action, target }: Pick<Write, "action" | "target">,
): Promise<Tenant | null> {
  const tenant = await findTenant({ tenants }, params.tenant);
  if (tenant === null) {
    sendUnknown(response, params.tenant);
    return null;
  }
  const user = userOf(response);
  const t = translationFor(response);
  const refusal = refusalFor(user, "admin", t);
  if (refusal === null) return tenant;
  await recordWrite({ user, action, target, allowed: false });
  sendPage(response, renderMessage(t("Not allowed"), refusal, t, { place: "/tenants" }), 403);
  return null;
}

function sendUnknown(response: Response, id: string): void {
  const t = translationFor(response);
  const sentence = t("There is no tenant {tenant}.", { tenant: id });
  sendPage(response, renderMessage(t("Tenant not found"), sentence, t, { place: "/tenants" }), 404);
}
