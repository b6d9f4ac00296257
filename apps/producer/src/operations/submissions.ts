import {
  generationViewSchema,
  quoteSchema,
  submissionSchema,
  WEBHOOK_EVENTS,
} from "@dashqueue/queue/internal";
import { z } from "zod";
import type { ZodOpenApiPathsObject } from "zod-openapi";

import { generationId, json, problems } from "./answers.ts";
import { LIST_OPERATION } from "./generations.ts";

const tags = ["Generations"];

const headers = z.object({
  "Idempotency-Key": z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe("Makes a repeat safe: the same key with the same request is one generation."),
});

const prefer = z.object({
  Prefer: z
    .string()
    .optional()
    .describe(
      "`wait=60`: the answer comes when the generation has ended, after at most 60 s (1 to 300), and is 200 then.",
    ),
});

const endedHeaders = z.object({
  Location: z.string().optional(),
  "Preference-Applied": z.string().optional().describe("As `wait=60`, if the caller waited."),
});

const ended = json(
  "Ended while the caller waited, whether it succeeded or not.",
  generationViewSchema,
  endedHeaders,
);

const quotedOrEnded = json(
  "The quote, for `dry_run: true`; or the generation that ended while the caller waited.",
  z.union([quoteSchema, generationViewSchema]),
  endedHeaders,
);

const accepted = json(
  "Accepted and durable.",
  generationViewSchema,
  z.object({
    Location: z.string(),
    "Idempotent-Replayed": z
      .literal("true")
      .optional()
      .describe("Present if the key was used before: this is the generation that it made."),
  }),
);

/** Operations that spend money. */
export const SUBMISSION_PATHS: ZodOpenApiPathsObject = {
  "/v1/generations": {
    get: LIST_OPERATION,
    post: {
      operationId: "submitGeneration",
      tags,
      summary: "Submit a request: the only operation, with `regenerate`, that spends money",
      description:
        "`model`, `input` and `parameters` are DashScope's own create body. `GET /v1/models/{id}` has the fields of each model, with an example. Every problem is named at once, and nothing is stored then.",
      requestParams: { header: headers.extend(prefer.shape) },
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: submissionSchema,
            example: {
              model: "wan2.6-t2v",
              input: { prompt: "A girl walks out of a misty forest" },
              parameters: { size: "1280*720", duration: 5 },
            },
          },
        },
      },
      callbacks: {
        notified: {
          "{$request.body#/webhook_url}": {
            post: {
              summary: "The webhook: the generation has entered one of `webhook_events`",
              description:
                "Signed as Standard Webhooks demands. Answer 2xx within 15 s. Otherwise it is repeated, twelve times over about four and a half hours. 410 ends that, and nothing is sent to the URL for a day. An endpoint that fails five times in a row is paused and only probed until it answers. `data` is the generation as it was when it entered the status; messages may arrive in another order, so compare `timestamp`.",
              requestParams: {
                header: z.object({
                  "webhook-id": z
                    .string()
                    .describe("The same for every attempt to deliver this message."),
                  "webhook-timestamp": z.string().describe("Epoch seconds of this attempt."),
                  "webhook-signature": z
                    .string()
                    .describe("One for each secret of the tenant, separated by spaces."),
                }),
              },
              requestBody: { content: { "application/json": { schema: webhookSchema() } } },
              responses: { "2XX": { description: "Delivered." } },
            },
          },
        },
      },
      responses: { "200": quotedOrEnded, "202": accepted, ...problems(400, 409, 413, 415) },
    },
  },
  "/v1/generations/{id}/regenerate": {
    post: {
      operationId: "regenerateGeneration",
      tags,
      summary: "Submit the request of an ended generation again, and pay for it again",
      requestParams: { path: generationId, header: headers.extend(prefer.shape) },
      responses: { "200": ended, "202": accepted, ...problems(400, 404, 409) },
    },
  },
};

function webhookSchema() {
  return z
    .object({
      type: z.enum(WEBHOOK_EVENTS.map((event) => `generation.${event}` as const)),
      timestamp: z.iso.datetime(),
      data: generationViewSchema,
    })
    .meta({ id: "WebhookMessage" });
}
