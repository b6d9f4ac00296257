import { CHARGE_STATES } from "@dashqueue/queue/internal";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";

import { json, problems } from "./answers.ts";

const limits = { max_in_flight: z.int().nullable(), submits_per_second: z.number().nullable() };

const modelSchema = z
  .object({
    id: z.string(),
    regions: z.array(z.string()),
    path: z.string().describe("Of DashScope's create request."),
    limits: z.object(limits),
    retired_on: z.iso.date().nullable(),
    replaced_by: z.string().nullable(),
    price: z
      .object({
        unit: z.string(),
        amounts: z.record(
          z.string(),
          z.object({ currency: z.string(), per_unit: z.record(z.string(), z.string()) }),
        ),
        as_of: z.string(),
        source: z.string(),
        confidence: z.string(),
      })
      .nullable(),
    confidence: z.string(),
    request: z.looseObject({}).describe("The JSON Schema of its create body."),
    account_limits: z
      .array(z.object({ account: z.string(), ...limits, read_at: z.iso.datetime() }))
      .describe("As reported by the provider."),
  })
  .meta({ id: "Model" });

const modelWithExampleSchema = modelSchema
  .extend({
    example: z
      .looseObject({})
      .describe("A submission that is accepted, apart from its media links."),
  })
  .meta({ id: "ModelWithExample" });

const total = {
  state: z.enum(["estimated", ...CHARGE_STATES]),
  currency: z.enum(["CNY", "USD"]).nullable(),
  amount: z.string().nullable(),
  generations: z.int(),
};

const costsSchema = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    group_by: z.array(z.string()),
    data: z
      .array(
        z
          .object({
            day: z.iso.date().optional(),
            account: z.string().optional(),
            model: z.string().optional(),
            tenant: z.string().optional(),
            ...total,
          })
          .catchall(z.union([z.string(), z.number(), z.null()])),
      )
      .describe("By the entries of `group_by`, and always by state and currency."),
    totals: z.array(z.object(total)),
  })
  .meta({ id: "Costs" });

/** What can be submitted, and what it has cost. */
export const CATALOG_PATHS: ZodOpenApiPathsObject = {
  "/v1/models": {
    get: {
      operationId: "listModels",
      tags: ["Models"],
      summary: "List the models with their limits, prices and request schemas",
      responses: {
        "200": json(
          "The models.",
          z.object({ data: z.array(modelSchema) }).meta({ id: "ModelList" }),
        ),
        ...problems(),
      },
    },
  },
  "/v1/models/{id}": {
    get: {
      operationId: "getModel",
      tags: ["Models"],
      summary: "Read a model: what its fields mean, their defaults and units, and an example",
      requestParams: { path: z.object({ id: z.string().describe("Write `/` in it as `%2F`.") }) },
      responses: { "200": json("The model.", modelWithExampleSchema), ...problems(404) },
    },
  },
  "/v1/costs": {
    get: {
      operationId: "listCosts",
      tags: ["Costs"],
      summary: "Read what was spent, in groups, as JSON or CSV",
      requestParams: {
        query: z.object({
          from: z.iso.date().optional().describe("UTC; 29 days before `to` by default."),
          to: z.iso.date().optional().describe("UTC; today by default."),
          group_by: z
            .string()
            .optional()
            .describe(
              "Any of `day`, `account`, `model`, `tenant` and `metadata.<key>`, with commas. Metadata are null for generations that are no longer in Redis.",
            ),
          format: z.enum(["json", "csv"]).optional().describe("By default as `Accept` asks."),
        }),
      },
      responses: {
        "200": {
          description: "The costs.",
          content: {
            "application/json": { schema: costsSchema },
            "text/csv": { schema: z.string() },
          },
        },
        ...problems(400),
      },
    },
  },
};
