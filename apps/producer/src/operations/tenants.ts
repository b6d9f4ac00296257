import { CURRENCIES } from "@dashqueue/queue/internal";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";

import {
  limitFields,
  newKeySchema,
  newTenantSchema,
  tenantChangeSchema,
} from "../admin/tenant-body.ts";
import { json, problems } from "./answers.ts";

const tags = ["Tenants"];
const time = z.iso.datetime();
const path = z.object({ tenant: z.string().describe("The id of the tenant.") });

const spending = z
  .object({
    used: z.string(),
    reserved: z.string().describe("Held for what is in flight, or may have been charged."),
    currency: z.enum(CURRENCIES),
    resets_at: time,
  })
  .nullable();

const tenantSchema = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    weight: z.number(),
    limits: z.object(limitFields),
    spending: z
      .object({ daily_spend: spending, monthly_spend: spending })
      .describe("What is spent of the limits, in UTC days and months; null without a limit."),
    created_at: time.nullable().describe("Null for `default` while it has no settings."),
    disabled_at: time.nullable(),
  })
  .meta({ id: "Tenant" });

const keySchema = z
  .object({
    id: z.string(),
    created_at: time,
    expires_at: time.nullable(),
    last_used_at: time.nullable(),
  })
  .meta({ id: "ApiKey" });

const webhookSecretSchema = z
  .object({
    id: z.string(),
    prefix: z.string().describe("The beginning of the secret."),
    created_at: time,
    expires_at: time.nullable(),
  })
  .meta({ id: "WebhookSecret" });
const newWebhookSecret = webhookSecretSchema
  .extend({ secret: z.string().describe("The secret itself: shown once, and stored encrypted.") })
  .meta({ id: "NewWebhookSecret" });

const secret = { key: z.string().describe("The key itself: shown once, and stored as a hash.") };
const withKeys = tenantSchema.extend({ keys: z.array(keySchema) });
const withKey = withKeys.extend(secret).meta({ id: "NewTenant" });
const newKey = keySchema.extend(secret).meta({ id: "NewApiKey" });

const body = (schema: z.ZodType) => ({ content: { "application/json": { schema } } });
const tenant = json("The tenant.", tenantSchema);

/** What needs one of `ADMIN_TOKENS`. */
export const TENANT_PATHS: ZodOpenApiPathsObject = {
  "/v1/admin/tenants": {
    get: {
      operationId: "listTenants",
      tags,
      summary: "List the tenants",
      responses: {
        "200": json("The tenants.", z.object({ data: z.array(tenantSchema) })),
        ...problems(404),
      },
    },
    post: {
      operationId: "createTenant",
      tags,
      summary: "Create a tenant with its first key",
      requestBody: body(newTenantSchema),
      responses: { "201": json("Created.", withKey), ...problems(400, 404, 409, 413, 415) },
    },
  },
  "/v1/admin/tenants/{tenant}": {
    get: {
      operationId: "getTenant",
      tags,
      summary: "Read a tenant and its keys",
      requestParams: { path },
      responses: {
        "200": json("The tenant.", withKeys.meta({ id: "TenantWithKeys" })),
        ...problems(404),
      },
    },
    patch: {
      operationId: "changeTenant",
      tags,
      summary: "Change a tenant; a limit that is null is taken away",
      requestParams: { path },
      requestBody: body(tenantChangeSchema),
      responses: { "200": tenant, ...problems(400, 404, 413, 415) },
    },
  },
  "/v1/admin/tenants/{tenant}/disable": {
    post: {
      operationId: "disableTenant",
      tags,
      summary: "Refuse the keys of a tenant",
      requestParams: { path },
      responses: { "200": tenant, ...problems(404, 409) },
    },
  },
  "/v1/admin/tenants/{tenant}/enable": {
    post: {
      operationId: "enableTenant",
      tags,
      summary: "Accept the keys of a tenant again",
      requestParams: { path },
      responses: { "200": tenant, ...problems(404, 409) },
    },
  },
  "/v1/admin/tenants/{tenant}/keys": {
    post: {
      operationId: "addApiKey",
      tags,
      summary: "Add a key; the others stay valid",
      requestParams: { path },
      requestBody: body(newKeySchema),
      responses: { "201": json("Added.", newKey), ...problems(400, 404, 409, 413, 415) },
    },
  },
  "/v1/admin/tenants/{tenant}/keys/{key}": {
    delete: {
      operationId: "removeApiKey",
      tags,
      summary: "Remove a key",
      requestParams: { path: path.extend({ key: z.string() }) },
      responses: { "204": { description: "Removed." }, ...problems(404) },
    },
  },
  "/v1/admin/tenants/{tenant}/webhook-secrets": {
    get: {
      operationId: "listWebhookSecrets",
      tags,
      summary: "List the secrets that sign the webhooks of a tenant, the newest first",
      description: "Without any, `WEBHOOK_SECRET` signs.",
      requestParams: { path },
      responses: {
        "200": json("The secrets.", z.object({ data: z.array(webhookSecretSchema) })),
        ...problems(404),
      },
    },
    post: {
      operationId: "addWebhookSecret",
      tags,
      summary: "Add a webhook secret; the others sign as well, until they expire or are removed",
      requestParams: { path },
      requestBody: body(z.strictObject({ expires_at: time.nullish() })),
      responses: { "201": json("Added.", newWebhookSecret), ...problems(400, 404, 409, 413, 415) },
    },
  },
  "/v1/admin/tenants/{tenant}/webhook-secrets/{secret}": {
    delete: {
      operationId: "removeWebhookSecret",
      tags,
      summary: "Remove a webhook secret",
      requestParams: { path: path.extend({ secret: z.string() }) },
      responses: { "204": { description: "Removed." }, ...problems(404) },
    },
  },
};
