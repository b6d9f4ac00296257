import { STATUS_CODES } from "node:http";

import { z } from "zod";
import type { ZodOpenApiResponsesObject, ZodOpenApiResponseObject } from "zod-openapi";

/** An error as callers see it (RFC 9457). */
const problemSchema = z
  .object({
    title: z.string(),
    status: z.int(),
    detail: z.string().optional().describe("What happened this time, and what to do."),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe("Every invalid field."),
  })
  .meta({ id: "Problem" });

/** An answer with a JSON body. */
export function json(
  description: string,
  schema: z.ZodType,
  headers: z.ZodObject = z.object({}),
): ZodOpenApiResponseObject {
  return { description, headers, content: { "application/json": { schema } } };
}

/** The answers that any operation under `/v1` can get instead, and these. */
export function problems(...statuses: readonly number[]): ZodOpenApiResponsesObject {
  const all = [401, 403, 429, 500, 503, ...statuses];
  return Object.fromEntries(all.map((status) => [String(status), problem(status)]));
}

/** The answer to a request that cannot be served. */
export function problem(status: number): ZodOpenApiResponseObject {
  const headers = status === 503 || status === 429 ? RETRY_AFTER : z.object({});
  const description = `${STATUS_CODES[status]}. The body says what to do.`;
  return {
    description,
    headers,
    content: { "application/problem+json": { schema: problemSchema } },
  };
}

const RETRY_AFTER = z.object({ "Retry-After": z.string().optional().describe("Seconds.") });

/** The `{id}` of a path. */
export const generationId = z.object({ id: z.string().describe("The id of the generation.") });
