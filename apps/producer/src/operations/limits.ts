import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";

import { liveLimitSchema } from "../admin/limits-router.ts";
import { json, problems } from "./answers.ts";

const tags = ["Limits"];
const path = z.object({
  account: z.string().describe("The name of the account: `default`, or one of DASHSCOPE_ACCOUNTS."),
  model: z.string().describe("A model, or `*` for all models of the account."),
});

const limitSchema = z
  .object({
    account: z.string(),
    model: z.string(),
    max_in_flight: z.number(),
    submits_per_second: z.number(),
    set_at: z.iso.datetime(),
    set_by: z.string(),
  })
  .meta({ id: "LiveLimit" });

/** Limits that change while the workers run. They need one of `ADMIN_TOKENS`. */
export const LIMIT_PATHS: ZodOpenApiPathsObject = {
  "/v1/admin/limits": {
    get: {
      operationId: "listLimits",
      tags,
      summary: "List the limits that operators have set",
      responses: {
        "200": json("The limits.", z.object({ data: z.array(limitSchema) })),
        ...problems(),
      },
    },
  },
  "/v1/admin/limits/{account}/{model}": {
    put: {
      operationId: "setLimit",
      tags,
      summary: "Set the limits of a model on an account, or pause it",
      description:
        "All workers follow within seconds. It replaces DASHSCOPE_LIMITS, what the provider reports and what the catalog has, until it is removed, across restarts. Tasks in flight continue, even above a lower limit.",
      requestParams: { path },
      requestBody: { content: { "application/json": { schema: liveLimitSchema } } },
      responses: { "200": json("Set.", limitSchema), ...problems(400, 404, 413, 415) },
    },
    delete: {
      operationId: "removeLimit",
      tags,
      summary: "Remove a limit: what is configured holds again",
      requestParams: { path },
      responses: { "204": { description: "Removed." }, ...problems(404) },
    },
  },
};
