import { BULK_ACTIONS } from "@dashqueue/queue/internal";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";

import { amountsSchema, bulkSchema, confirmSchema } from "../bulk/bulk-body.ts";
import { json, problems } from "./answers.ts";

const tags = ["Bulk"];
const path = z.object({ id: z.string().describe("The id of the operation.") });
const time = z.iso.datetime();
const action = z.enum(BULK_ACTIONS);
const costs = {
  estimate: amountsSchema.describe(
    "For `regenerate`, the most that it can cost, by currency, at the current prices of the first region of the producer that has one. A generation is charged by the price of the region in which it runs.",
  ),
  unpriced: z.int().describe("How many of its generations have a model whose price is unknown."),
};

const operationSchema = z
  .object({
    id: z.string(),
    tenant: z.string(),
    action,
    filter: z.looseObject({}).describe("As it was sent."),
    status: z.enum(["running", "canceling", "finished", "canceled"]),
    created_at: time,
    finished_at: time.nullable(),
    count: z.int().describe("How many generations it has."),
    done: z.int(),
    skipped: z
      .int()
      .describe("Nothing was left to do: it has ended or was deleted in the meantime."),
    failed: z.int(),
    failures: z.array(z.object({ id: z.string(), message: z.string() })).describe("The first 20."),
    ...costs,
    waiting: z
      .object({
        reason: z.enum(["max_queued", "submits_per_minute", "disabled", "error"]),
        until: time,
      })
      .nullable()
      .describe("A limit of the tenant, or an error that is met again; null while it runs."),
  })
  .meta({ id: "BulkOperation" });

const previewSchema = z
  .object({
    dry_run: z.literal(true),
    action,
    count: z.int().describe("How many generations it would act on."),
    ...costs,
    confirm: confirmSchema.describe("Send it back to begin."),
  })
  .meta({ id: "BulkPreview" });

const operation = json("The operation.", operationSchema);

/** One action on all generations that a filter finds. */
export const BULK_PATHS: ZodOpenApiPathsObject = {
  "/v1/bulk": {
    post: {
      operationId: "startBulk",
      tags,
      summary: "Do one thing to all generations that a filter finds",
      description:
        "The filter has the entries of `GET /v1/generations`. With `dry_run`, the answer says how many generations there are and, for `regenerate`, what they can cost; nothing is done. `regenerate` spends money and `delete` cannot be undone: both need the `confirm` of a preview, act on what it has shown or less, and cost no more at the prices that it has shown. A repeat with the same `Idempotency-Key` is the same operation.",
      requestParams: {
        header: z.object({ "Idempotency-Key": z.string().min(1).max(255).optional() }),
      },
      requestBody: {
        required: true,
        content: { "application/json": { schema: bulkSchema } },
      },
      responses: {
        "200": json("The preview. Nothing was done.", previewSchema),
        "202": json(
          "Begun. It is durable, and continues even if this connection is lost.",
          operationSchema,
          z.object({ Location: z.string(), "Idempotent-Replayed": z.literal("true").optional() }),
        ),
        ...problems(400, 409, 413, 415),
      },
    },
  },
  "/v1/bulk/{id}": {
    get: {
      operationId: "getBulk",
      tags,
      summary: "Read how far a bulk operation is",
      description: "It is known until 30 days after it has finished.",
      requestParams: { path },
      responses: { "200": operation, ...problems(404) },
    },
  },
  "/v1/admin/bulk": {
    get: {
      operationId: "listTenantBulk",
      tags,
      summary: "List the bulk operations of all tenants that have not finished",
      description: "The oldest first. It needs one of `ADMIN_TOKENS`.",
      responses: {
        "200": json("The operations.", z.object({ data: z.array(operationSchema) })),
        ...problems(),
      },
    },
  },
  "/v1/admin/bulk/{id}/cancel": {
    post: {
      operationId: "cancelTenantBulk",
      tags,
      summary: "End a bulk operation of any tenant before its next generations",
      description: "What was done stays done. A repeat is safe. It needs one of `ADMIN_TOKENS`.",
      requestParams: { path },
      responses: { "200": operation, ...problems(404) },
    },
  },
  "/v1/bulk/{id}/cancel": {
    post: {
      operationId: "cancelBulk",
      tags,
      summary: "End a bulk operation before its next generations",
      description: "What was done stays done. A repeat is safe.",
      requestParams: { path },
      responses: { "200": operation, ...problems(404) },
    },
  },
};
