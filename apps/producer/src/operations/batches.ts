import { refusedSchema, STATUSES, submissionSchema } from "@dashqueue/queue/internal";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";

import { json, problems } from "./answers.ts";

const tags = ["Batches"];
const path = z.object({ id: z.string().describe("The id of the batch.") });
const currency = z.enum(["CNY", "USD"]);
const amounts = z.array(z.object({ amount: z.string(), currency }));
const estimates = {
  estimate: amounts.describe("The most that it can cost, by currency."),
  unpriced: z.int().describe("How many of its generations have a model whose price is unknown."),
};

const statuses = Object.fromEntries(STATUSES.map((status) => [status, z.int()] as const));

const batchSchema = z
  .object({
    id: z.string(),
    tenant: z.string(),
    status: z.enum(["running", "ended"]),
    created_at: z.iso.datetime(),
    count: z.int(),
    ended: z.int().describe("How many have ended."),
    statuses: z
      .object({ ...statuses, gone: z.int().describe("Deleted, or forgotten after the retention.") })
      .describe("How many have each status."),
    ...estimates,
    cost: z.array(
      z.object({
        state: z.enum(["held", "at_risk", "settled"]),
        currency: currency.nullable(),
        amount: z.string().nullable(),
        generations: z.int(),
      }),
    ),
  })
  .meta({ id: "Batch" });

const quoteSchema = z
  .object({
    dry_run: z.literal(true),
    count: z.int(),
    ...estimates,
    ignored: z.array(z.object({ line: z.int(), fields: z.array(z.string()) })),
    refused: refusedSchema,
  })
  .meta({ id: "BatchQuote" });

const batch = json("The batch.", batchSchema);
const accepted = json(
  "Accepted: all of its generations are durable.",
  batchSchema,
  z.object({ Location: z.string(), "Idempotent-Replayed": z.literal("true").optional() }),
);
const lines = { schema: z.string().describe("One submission a line.") };

/** Many submissions that are accepted together. */
export const BATCH_PATHS: ZodOpenApiPathsObject = {
  "/v1/batches": {
    post: {
      operationId: "submitBatch",
      tags,
      summary: "Submit up to 10,000 requests: all are accepted, or none",
      description:
        "Every line is checked first, and one answer names every problem with its line. A repeat with the same `Idempotency-Key` never buys twice.",
      requestParams: {
        header: z.object({ "Idempotency-Key": z.string().min(1).max(255).optional() }),
        query: z.object({
          dry_run: z
            .enum(["true", "false"])
            .optional()
            .describe("Return the quote and store nothing."),
        }),
      },
      requestBody: {
        required: true,
        content: {
          "application/jsonl": lines,
          "application/x-ndjson": lines,
          "application/json": {
            schema: z.strictObject({
              generations: z.array(submissionSchema).min(1).max(10_000),
              dry_run: z.boolean().optional(),
            }),
          },
        },
      },
      responses: {
        "200": json("The quote. Nothing was stored.", quoteSchema),
        "202": accepted,
        ...problems(400, 409, 413, 415),
      },
    },
  },
  "/v1/batches/{id}": {
    get: {
      operationId: "getBatch",
      tags,
      summary: "Read how far a batch is and what it costs so far",
      requestParams: { path },
      responses: { "200": batch, ...problems(404) },
    },
  },
  "/v1/batches/{id}/results": {
    get: {
      operationId: "getBatchResults",
      tags,
      summary: "Read all generations of a batch, one a line, in the order of its lines",
      description:
        "Each line is `{index, id, generation}`; `generation` is null once it was deleted or is forgotten.",
      requestParams: { path },
      responses: {
        "200": {
          description: "JSON Lines.",
          content: { "application/x-ndjson": { schema: z.string() } },
        },
        ...problems(404),
      },
    },
  },
  "/v1/batches/{id}/cancel": {
    post: {
      operationId: "cancelBatch",
      tags,
      summary: "Cancel every generation of a batch that has not ended",
      description: "A repeat is safe. `cancel` of each generation says what came of it.",
      requestParams: { path },
      responses: { "200": batch, ...problems(404) },
    },
  },
};
