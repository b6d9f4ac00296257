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
      summary: "Read a generation, also after Redis has forgotten it",
      requestParams: { path: generationId },
      responses: { "200": generation, ...problems(404) },
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
  summary: "List generations, the newest first",
  requestParams: {
    query: z.object({
      status: z
        .string()
        .optional()
        .describe(`Of ${STATUSES.join(", ")}: one, or several with commas.`),
      model: z.string().min(1).optional(),
      limit: z.int().min(1).max(100).default(20),
      cursor: z.string().optional().describe("The `next_cursor` of the page before."),
    }),
  },
  responses: { "200": json("A page.", listSchema), ...problems(400) },
};
