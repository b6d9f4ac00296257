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

const workerTags = ["Workers"];
const workerPath = z.object({ worker: z.string().describe("Its `id` in the list of workers.") });

const workerSchema = z
  .object({
    id: z.string(),
    host: z.string().describe("The name of its machine or container."),
    pid: z.int(),
    version: z.string(),
    started_at: z.iso.datetime(),
    stages: z.array(z.string()),
    running: z.record(z.string(), z.int()).describe("How many jobs of each stage run now."),
    state: z
      .enum(["running", "draining", "drained"])
      .describe("`drained`: it has no job and takes none."),
    drain: z
      .object({ by: z.string(), at: z.iso.datetime() })
      .nullable()
      .describe("Who asked it to drain, and when."),
  })
  .meta({ id: "Worker" });

/** The workers that run. They need one of `ADMIN_TOKENS`. */
export const WORKER_PATHS: ZodOpenApiPathsObject = {
  "/v1/admin/workers": {
    get: {
      operationId: "listWorkers",
      tags: workerTags,
      summary: "List the workers that run",
      responses: {
        "200": json("By host.", z.object({ data: z.array(workerSchema) })),
        ...problems(),
      },
    },
  },
  "/v1/admin/workers/{worker}/drain": {
    post: {
      operationId: "drainWorker",
      tags: workerTags,
      summary: "Let a worker finish what it does, and take nothing new",
      description:
        "It follows within seconds, until it is resumed or its process ends. What waits for a slot goes back to its queue. `state` is `drained` once no job runs: then the process can be stopped.",
      requestParams: { path: workerPath },
      responses: { "200": json("Asked.", workerSchema), ...problems(404) },
    },
  },
  "/v1/admin/workers/{worker}/resume": {
    post: {
      operationId: "resumeWorker",
      tags: workerTags,
      summary: "Let a worker take jobs again",
      requestParams: { path: workerPath },
      responses: { "200": json("Asked.", workerSchema), ...problems(404) },
    },
  },
};
