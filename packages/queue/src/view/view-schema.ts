import { z } from "zod";

import { failureSchema } from "../failure/failure.ts";
import { CHARGE_STATES } from "../generation/charge.ts";
import { requestSchema } from "../generation/request-context.ts";
import { STATUSES } from "../generation/status.ts";
import { webhookEventSchema } from "../generation/webhook/event-names.ts";
import { WAIT_REASONS } from "../generation/waiting/waiting.ts";

const time = z.iso.datetime();
const { kind } = failureSchema.shape;

const task = z.object({
  id: z.string(),
  status: z.string().describe("The provider's own word."),
  request_id: z.string().nullable().describe("Of the create request."),
  submitted_at: time,
  polls: z.int(),
});

const output = z.object({
  files: z.array(
    z.object({
      name: z.string(),
      url: z.string().describe("A path of this server."),
      bytes: z.int(),
      sha256: z.string(),
      content_type: z.string(),
    }),
  ),
  failed: z
    .array(z.object({ index: z.int(), code: z.string(), message: z.string() }))
    .describe("The results of a batch that failed, by their position among all of them."),
  missing: z
    .array(z.object({ name: z.string(), kind, code: z.string(), message: z.string() }))
    .describe("The results that are not in the archive: not yet, or lost once it `succeeded`."),
  orig_prompt: z.string().nullable(),
  actual_prompt: z.string().nullable().describe("The prompt that the model used."),
});

const cost = z.object({
  amount: z.string().describe("A decimal number."),
  currency: z.enum(["CNY", "USD"]),
  state: z.enum(["estimated", ...CHARGE_STATES]),
});

const error = z.object({
  kind,
  code: z.string().describe("The provider's own code, or empty."),
  message: z.string(),
  request_id: z.string().nullable(),
  charged: z.boolean().nullable().describe("Null if that is unknown."),
  help: z.string().describe("The page that explains its kind: a path of this server."),
});

const reasonToWait = {
  reason: z.enum(WAIT_REASONS),
  message: z.string().nullable().describe("The message of the failure that holds it up."),
  advice: z.string().describe("What to do."),
  help: z.string().describe("The page that explains it: a path of this server."),
};

const waiting = z.object({
  ...reasonToWait,
  since: time,
  position: z
    .int()
    .nullable()
    .describe("Its place in the line of its model and tenant, from 1; null where it has none."),
  next_try: time.nullable(),
  also: z
    .array(z.object(reasonToWait))
    .describe("What else holds it up; `reason` is what needs a person, or lasts longest."),
});

const webhook = z.object({
  state: z
    .enum(["waiting", "pending", "paused", "delivered", "failed", "skipped"])
    .describe(
      "Of the message about the end: `waiting` until the generation has ended, `paused` while its endpoint is, `failed` if no attempt follows, `skipped` if it ended in a status that is not among `events`.",
    ),
  events: z.array(webhookEventSchema).describe("The statuses of which it notifies."),
  attempts: z.int(),
  last_error: z.string().nullable(),
  next_at: time.nullable(),
  advice: z.string().nullable().describe("What to do; null if there is nothing to do."),
  help: z.string().describe("The page that explains it: a path of this server."),
});

export const etaSchema = z
  .object({
    p50: z.int().describe("Half of all wait at most this long."),
    p90: z.int().describe("Nine of ten wait at most this long."),
  })
  .nullable()
  .describe(
    "Seconds until it gets a slot, if the lanes continue as they are. Null if it cannot be estimated: too few tasks were observed, no worker runs, or something blocks the model.",
  );

/**
 * A generation as callers see it: over HTTP, in a webhook, in the dashboard. A field is null until
 * its value is known.
 */
export const generationViewSchema = z
  .object({
    id: z.string(),
    status: z.enum(STATUSES),
    tenant: z.string().describe("Who submitted it; `default` without tenants."),
    model: z.string(),
    request: requestSchema.describe(
      "DashScope's create body, with the URLs of uploads in place of embedded files.",
    ),
    ignored: z
      .array(z.string())
      .describe("The fields of the request that mean nothing to the model and were left out."),
    priority: z.int(),
    metadata: z.record(z.string(), z.string()),
    created_at: time,
    updated_at: time,
    finished_at: time.nullable(),
    submit_by: time
      .nullable()
      .describe("It ends as `failed` if it was not submitted by then; null without a deadline."),
    queue: z
      .object({
        position: z.int().describe("In the line of its tenant, from 1."),
        eta_seconds: etaSchema,
      })
      .nullable()
      .describe("While it waits in the line; only in `GET /v1/generations/{id}`."),
    waiting: waiting
      .nullable()
      .describe(
        "Why it is not submitted yet, while it is `queued`; later, why its next step waits: an operator has paused its queue, or no worker takes it.",
      ),
    task: task.nullable(),
    batch: z.string().nullable().describe("The batch that it was submitted with."),
    regenerates: z
      .string()
      .nullable()
      .describe("The id of the generation whose request this one submits again."),
    attempts: z.int().describe("Create requests so far."),
    cancel: z.enum(["requested", "confirmed", "refused"]).nullable(),
    output: output.nullable(),
    usage: z.record(z.string(), z.unknown()).nullable(),
    cost: cost
      .nullable()
      .describe("The most that it can cost; the actual cost once it is `settled`."),
    error: error.nullable().describe("Why it failed, is uncertain, or still waits."),
    webhook: webhook.nullable().describe("What became of the webhook; null without one."),
  })
  .meta({ id: "Generation" });

export type GenerationView = z.infer<typeof generationViewSchema>;
