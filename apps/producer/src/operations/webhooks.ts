import { webhookEventSchema } from "@dashqueue/queue/internal";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";

import { generationId, json, problems } from "./answers.ts";

const tags = ["Webhooks"];
const time = z.iso.datetime();

const attemptSchema = z
  .object({
    n: z.int().describe("Its number among all attempts of the generation, from 1."),
    at: time,
    event: webhookEventSchema.describe("The status of which the message notifies."),
    webhook_id: z.string().describe("The same for every attempt to deliver this message."),
    host: z.string().nullable().describe("Of the URL."),
    status: z.int().nullable().describe("Of the answer; null without one."),
    error: z.string().nullable(),
    latency_ms: z.int(),
    next_at: time
      .nullable()
      .describe(
        "Of the latest attempt of a message: when the next one is due. Null if none follows.",
      ),
  })
  .meta({ id: "Delivery" });

const endpointSchema = z
  .object({
    origin: z.string(),
    state: z.enum(["failing", "paused"]),
    failures: z.int().describe("In a row."),
    since: time,
    last_error: z.string(),
    last_failure_at: time,
    next_probe_at: time.nullable(),
    advice: z.string(),
    help: z.string().describe("The page that explains it: a path of this server."),
  })
  .meta({ id: "WebhookEndpoint" });

/** The results of webhook messages. */
export const WEBHOOK_PATHS: ZodOpenApiPathsObject = {
  "/v1/generations/{id}/deliveries": {
    get: {
      operationId: "listDeliveries",
      tags,
      summary: "List the latest attempts to deliver the webhook messages of a generation",
      description: "The last 20, the oldest first. They are forgotten with the generation.",
      requestParams: { path: generationId },
      responses: {
        "200": json("The attempts.", z.object({ data: z.array(attemptSchema) })),
        ...problems(404),
      },
    },
  },
  "/v1/generations/{id}/deliveries/{n}/redeliver": {
    post: {
      operationId: "redeliver",
      tags,
      summary: "Send the message of an attempt once more",
      description:
        "It has the same `webhook-id`, so that a receiver recognizes it, and is a new attempt, even if the endpoint is paused. If it fails, everything stays as it was. A generation sends one message at a time again. Answered with 409 if the message is no longer kept: of the messages about an open generation, the last ten that were delivered or given up are, and once its end was delivered, only those that were given up.",
      requestParams: {
        path: generationId.extend({ n: z.string().describe("The number of the attempt.") }),
      },
      responses: {
        "202": json("The attempt whose message will be sent.", attemptSchema),
        ...problems(404, 409),
      },
    },
  },
  "/v1/webhooks/endpoints": {
    get: {
      operationId: "listWebhookEndpoints",
      tags,
      summary: "List the webhook endpoints that failed lately",
      description:
        "An endpoint is all URLs with one origin. One that works is not listed. Five failures in a row, of two generations or more, pause it; a failure is no answer, 5xx, 408 or 429. Then only probes are sent, after 30 s and then after growing delays up to 15 minutes.",
      responses: {
        "200": json("The endpoints.", z.object({ data: z.array(endpointSchema) })),
        ...problems(),
      },
    },
  },
};
