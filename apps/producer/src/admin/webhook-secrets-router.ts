import type { SecretRefusal, WebhookSecret, WebhookSecrets } from "@dashqueue/queue/internal";
import { MAX_WEBHOOK_SECRETS } from "@dashqueue/queue/internal";
import { sendProblem } from "@dashqueue/service";
import type { Response } from "express";
import { Router } from "express";

import { jsonBody } from "../http/json-body.ts";
import { logChange, recordChange, recordRefusal } from "./record-change.ts";
import type { TenantRequest } from "./tenant-request.ts";
import { findTenant, readKeyTimes, sendUnknownTenant } from "./tenant-request.ts";
import { isoOrNull } from "./tenant-view.ts";
import type { TenantsPorts } from "./tenants-router.ts";

export interface WebhookSecretsPorts extends TenantsPorts {
  readonly webhookSecrets: Omit<WebhookSecrets, "signing">;
  readonly newWebhookSecret: () => string;
}

/** `/v1/admin/tenants/{tenant}/webhook-secrets`: with what the webhooks of a tenant are signed. */
export function webhookSecretsRouter(ports: WebhookSecretsPorts): Router {
  const { webhookSecrets } = ports;
  const router = Router();
  const path = "/v1/admin/tenants/:tenant/webhook-secrets";
  router.get(path, async (request: TenantRequest, response) => {
    const { tenant } = request.params;
    if ((await findTenant(ports, tenant)) === null) return sendUnknownTenant(response);
    response.json({ data: (await webhookSecrets.list(tenant)).map(secretView) });
  });
  router.post(path, jsonBody(), (request: TenantRequest, response) =>
    addSecret(ports, request, response),
  );
  router.delete(`${path}/:secret`, async (request, response) => {
    const { tenant, secret } = request.params as Record<"tenant" | "secret", string>;
    const known = await webhookSecrets.list(tenant);
    if (!known.some(({ id }) => id === secret)) {
      const detail = "This tenant has no webhook secret with this id.";
      return sendProblem(response, { status: 404, detail });
    }
    await recordChange(ports, request);
    await webhookSecrets.remove(tenant, secret);
    logChange(ports, request, "webhook-secret-removed", { tenant, secret });
    response.status(204).end();
  });
  return router;
}

async function addSecret(
  ports: WebhookSecretsPorts,
  request: TenantRequest,
  response: Response,
): Promise<void> {
  const times = await readKeyTimes(ports, request, response);
  if (times === null) return;
  const { tenant } = request.params;
  const { webhookSecrets } = ports;
  const refusal = await webhookSecrets.refusal(tenant);
  if (refusal !== null) return sendRefusal(response, refusal);
  await recordChange(ports, request);
  const secret = ports.newWebhookSecret();
  const added = await webhookSecrets.add(tenant, secret, times);
  if (typeof added === "string") {
    await recordRefusal(ports, request);
    return sendRefusal(response, added);
  }
  logChange(ports, request, "webhook-secret-added", { tenant, secret: added.id });
  response.status(201).json({ ...secretView(added), secret });
}

function sendRefusal(response: Response, refusal: SecretRefusal): void {
  sendProblem(response, { status: 409, detail: REFUSALS[refusal] });
}

const REFUSALS: Readonly<Record<SecretRefusal, string>> = {
  "no-key":
    "Webhook secrets of tenants are stored encrypted, and there is no key for that. Set WEBHOOK_SECRETS_KEY for the producer and the workers (openssl rand -base64 32).",
  full: `This tenant has the maximum of ${MAX_WEBHOOK_SECRETS} webhook secrets. Delete one first.`,
};

function secretView({ id, prefix, createdAt, expiresAt }: WebhookSecret) {
  const created_at = new Date(createdAt).toISOString();
  return { id, prefix, created_at, expires_at: isoOrNull(expiresAt) };
}
