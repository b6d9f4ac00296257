import type { ApiKeys } from "@dashqueue/queue/internal";
import { MAX_API_KEYS } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Response } from "express";
import { Router } from "express";

import { jsonBody } from "../http/json-body.ts";
import type { RecordChangePorts } from "./record-change.ts";
import { logChange, recordChange, recordRefusal } from "./record-change.ts";
import type { TenantRequest, TenantRequestPorts } from "./tenant-request.ts";
import { readKeyTimes } from "./tenant-request.ts";
import { keyView } from "./tenant-view.ts";

export interface KeysPorts extends RecordChangePorts, TenantRequestPorts {
  readonly apiKeys: ApiKeys;
  readonly newApiKey: () => string;
}

/** `/v1/admin/tenants/{tenant}/keys`: with what the callers of a tenant log in. */
export function keysRouter(ports: KeysPorts): Router {
  const { apiKeys } = ports;
  const router = Router();
  const path = "/v1/admin/tenants/:tenant/keys";
  router.post(path, jsonBody(), (request: TenantRequest, response) =>
    addKey(ports, request, response),
  );
  router.delete(`${path}/:key`, async (request, response) => {
    const { tenant, key } = request.params as Record<"tenant" | "key", string>;
    const known = await apiKeys.list(tenant);
    if (!known.some(({ id }) => id === key))
      return sendProblem(response, { status: 404, detail: "This tenant has no key with this id." });
    await recordChange(ports, request);
    await apiKeys.remove(tenant, key);
    logChange(ports, request, "api-key-removed", { tenant, key });
    response.status(204).end();
  });
  return router;
}

async function addKey(ports: KeysPorts, request: TenantRequest, response: Response): Promise<void> {
  const times = await readKeyTimes(ports, request, response);
  if (times === null) return;
  const { tenant } = request.params;
  if ((await ports.apiKeys.list(tenant)).length >= MAX_API_KEYS) return sendFull(response);
  await recordChange(ports, request);
  const key = ports.newApiKey();
  const added = await ports.apiKeys.add(key, { tenant, ...times });
  if (added === null) {
    await recordRefusal(ports, request);
    return sendFull(response);
  }
  logChange(ports, request, "api-key-added", { tenant, key: added.id });
  response.status(201).json({ ...keyView(added), key });
}

function sendFull(response: Response): void {
  const detail = `This tenant has ${MAX_API_KEYS} keys already. Delete one first.`;
  sendProblem(response, { status: 409, detail });
}
