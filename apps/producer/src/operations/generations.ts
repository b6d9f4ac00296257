import { generationViewSchema, STATUSES } from "@dashqueue/queue/internal";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";

import { resolutionSchema } from "../api/resolve-generation.ts";
import { generationId, json, problems } from "./answers.ts";

const tags = ["Generations"];
const generation = json("The generation.", generationViewSchema);

const listSchema = z
  .object({
    data: z.array(generationViewSchema),
    next_cursor: z.string().nullable().describe("For the next page; null on the last one."),
  })
  .meta({ id: "GenerationList" });

/** What reads generations and acts on those that exist. None of it buys anything. */
export const GENERATION_PATHS: ZodOpenApiPathsObject = {
  "/v1/generations/{id}": {
    get: {
      operationId: "getGeneration",
      tags,
      summary: "Read a generation, even after Redis has forgotten it",
      requestParams: { path: generationId },
      responses: { "200": generation, ...problems(404) },
    },
    delete: {
      operationId: "deleteGeneration",
      tags,
      summary: "Delete an ended generation with its files",
      description:
        "What it cost stays in the totals, and as a line without content in the archive. Its `Idempotency-Key` stays used: a repeat of the request is answered with 409 and buys nothing. Repeating the request returns 204 again.",
      requestParams: { path: generationId },
      responses: { "204": { description: "Deleted." }, ...problems(404, 409) },
    },
  },
  "/v1/generations/{id}/cancel": {
    post: {
      operationId: "cancelGeneration",
      tags,
      summary: "Cancel a generation, if the provider still allows it",
      description: "Waits up to 10 s for the provider. `cancel` says what came of it.",
      requestParams: { path: generationId },
      responses: { "200": generation, ...problems(404) },
    },
  },
  "/v1/generations/{id}/resolve": {
    post: {
      operationId: "resolveGeneration",
      tags,
      summary: "State what became of a lost create request",
      description: "A worker asks the provider before it counts.",
      requestParams: { path: generationId },
      requestBody: {
        required: true,
        content: { "application/json": { schema: resolutionSchema } },
      },
      responses: { "200": generation, ...problems(400, 404, 409, 413, 415) },
    },
  },
  "/v1/generations/{id}/poll": {
    post: {
      operationId: "pollGeneration",
      tags,
      summary: "Query the task of a `running` generation now",
      requestParams: { path: generationId },
      responses: { "200": generation, ...problems(404, 409) },
    },
  },
  "/v1/generations/{id}/archive": {
    post: {
      operationId: "archiveGeneration",
      tags,
      summary: "Copy the files of an `archiving` generation now",
      requestParams: { path: generationId },
      responses: { "200": generation, ...problems(404, 409) },
    },
  },
};

/** `GET /v1/generations`. */
export const LIST_OPERATION: NonNullable<ZodOpenApiPathsObject[string]["get"]> = {
  operationId: "listGenerations",
  tags,
  summary: "List or find generations, the newest first",
  description:
    "All parameters narrow the list. A page reads at most 1,000 records for `metadata.<key>`, `q` and `webhook`, so it can have fewer generations than `limit`, or none, and still have a `next_cursor`: continue until it is null. A generation that exists during the whole walk is on exactly one page, whatever changes meanwhile. Generations that Redis has forgotten are not listed.",
  requestParams: {
    query: z.object({
      status: z
        .string()
        .optional()
        .describe(`Of ${STATUSES.join(", ")}: one, or several with commas.`),
      model: z.string().min(1).optional(),
      "metadata.{key}": z
        .string()
        .optional()
        .describe("An entry of `metadata`; any number of them."),
      created_after: z.iso.datetime({ offset: true }).optional(),
      created_before: z.iso.datetime({ offset: true }).optional(),
      batch: z.string().optional().describe("The id of a batch."),
      webhook: z
        .enum(["failed", "pending"])
        .optional()
        .describe(
          "The message about the end was given up, or an attempt failed and another one follows.",
        ),
      q: z.string().max(200).optional().describe("Words of the prompt, in any order and case."),
      tenant: z.string().min(1).optional().describe("For operators, with one of `ADMIN_TOKENS`."),
      limit: z.int().min(1).max(100).default(20),
      cursor: z.string().optional().describe("The `next_cursor` of the page before."),
    }),
  },
  responses: { "200": json("A page.", listSchema), ...problems(400) },
};
