import { didYouMean, similarTo } from "@dashqueue/dashscope";
import { z } from "zod";

import { HIGHEST_PRIORITY } from "../generation/waiting.ts";
import { WEBHOOK_EVENTS } from "../generation/webhook/event-names.ts";

/** A pattern, because zod's own limits throw for an object that has an object as `length`. */
const metadataText = z.string().regex(/^.{0,512}$/su, "must be at most 512 characters long");

const webhookEvent = z.enum(WEBHOOK_EVENTS, {
  error({ input }) {
    const meant = typeof input === "string" ? similarTo(input, WEBHOOK_EVENTS) : [];
    return `is no event of a webhook${didYouMean(meant, `: use ${WEBHOOK_EVENTS.join(", ")}`)}`;
  },
});

/** What dashqueue adds to DashScope's create body. */
export const extrasSchema = z.strictObject({
  priority: z.int().min(0).max(HIGHEST_PRIORITY).default(0),
  metadata: z
    .record(z.string().min(1).max(64), metadataText)
    .refine((metadata) => Object.keys(metadata).length <= 16, "must have at most 16 entries")
    .default({}),
  webhook_url: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .nullable()
    .default(null),
  webhook_events: z
    .array(webhookEvent)
    .refine((events) => events.length > 0, "must name at least one event")
    .transform((events) => [...new Set(events)])
    .nullable()
    .default(null)
    .describe("The statuses of which the webhook notifies; by default those of the end."),
});

const anyFields = z.record(z.string(), z.unknown());

/** The structure of a submission; what its model demands is in the model's own schema. */
export const submissionSchema = z
  .strictObject({
    model: z.string(),
    input: anyFields,
    parameters: anyFields.optional(),
    ...extrasSchema.shape,
  })
  .meta({ id: "Submission" });

/** The fields of a submission that are not DashScope's. */
export const OWN_FIELDS: readonly string[] = Object.keys(extrasSchema.shape);
