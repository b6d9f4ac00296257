import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";

import { json, problem, problems } from "./answers.ts";

const tags = ["Service"];
/** Open to everyone. */
const security: [] = [];
const empty = z.object({});

/** What probes, scrapers, readers and the provider use. */
export const SERVICE_PATHS: ZodOpenApiPathsObject = {
  "/v1/callbacks/eventbridge": {
    post: {
      operationId: "receiveCallback",
      tags,
      summary: "Take DashScope's event that a task has ended, as a hint",
      security,
      requestParams: { header: z.object({ "X-Eventbridge-Signature-Token": z.string() }) },
      requestBody: { content: { "application/json": { schema: z.looseObject({}) } } },
      responses: { "200": json("Accepted.", empty), ...problems(400, 404, 413, 415) },
    },
  },
  "/healthz": {
    get: {
      operationId: "isAlive",
      tags,
      summary: "Whether the process runs",
      security,
      responses: { "200": json("The process is running.", z.object({ status: z.literal("ok") })) },
    },
  },
  "/readyz": {
    get: {
      operationId: "isReady",
      tags,
      summary: "Whether Redis accepts writes",
      security,
      responses: {
        "200": json("Redis accepts writes.", z.looseObject({ status: z.literal("ok") })),
        "503": problem(503),
      },
    },
  },
  "/metrics": {
    get: {
      operationId: "readMetrics",
      tags,
      summary: "Metrics in the Prometheus text format",
      security,
      responses: {
        "200": { description: "The metrics.", content: { "text/plain": { schema: z.string() } } },
      },
    },
  },
  "/openapi.json": {
    get: {
      operationId: "readDocument",
      tags,
      summary: "This document",
      security,
      responses: { "200": json("OpenAPI 3.1.", z.looseObject({ openapi: z.string() })) },
    },
  },
  "/": {
    get: {
      operationId: "readHome",
      tags,
      summary: "Links to this document",
      security,
      responses: {
        "200": { description: "The page.", content: { "text/html": { schema: z.string() } } },
      },
    },
  },
  "/docs": {
    get: {
      operationId: "readDocs",
      tags,
      summary: "This document as a page, to read and to try",
      security,
      responses: {
        "200": { description: "The page.", content: { "text/html": { schema: z.string() } } },
      },
    },
  },
};
