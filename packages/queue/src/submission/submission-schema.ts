import type { Problem } from "@dashqueue/dashscope";
import { didYouMean, similarTo } from "@dashqueue/dashscope";
import { z } from "zod";

import { HIGHEST_PRIORITY } from "../generation/waiting/rank.ts";
import { WEBHOOK_EVENTS } from "../generation/webhook/event-names.ts";

/** A pattern, because zod's own limits throw for an object that has an object as `length`. */
const metadataText = z.string().regex(/^.{0,512}$/su, "must be at most 512 characters long");

const webhookEvent = z.enum(WEBHOOK_EVENTS, {
  error({ input }) {
    const meant = typeof input === "string" ? similarTo(input, WEBHOOK_EVENTS) : [];
    return `is not a webhook event${didYouMean(meant, `: use ${WEBHOOK_EVENTS.join(", ")}`)}`;
  },
});
/** A week. */
const LONGEST_QUEUE_S = 7 * 24 * 3_600;

const dryRun = z.boolean("must be true or false");

/** What dashqueue adds to DashScope's create body. */
export const extrasSchema = z.strictObject({
  /** Code that buys must not overlook a request for a quote. */
  dry_run: dryRun
    .refine((asks) => !asks, "asks for a quote, which is not possible here")
    .optional(),
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
  max_queue_seconds: z
    .int("must be a whole number of seconds")
    .min(1, "must be at least 1")
    .max(LONGEST_QUEUE_S, `must be at most ${LONGEST_QUEUE_S}`)
    .nullable()
    .default(null)
    .describe(
      "Ends as `failed` with `deadline_exceeded`, and without a charge, if it was not submitted by then.",
    ),
});

/** Zod leaves out this name, and nothing that a caller sends is dropped without a word. */
export function droppedNames(metadata: unknown, path = "metadata"): readonly Problem[] {
  const isDropped =
    typeof metadata === "object" && metadata !== null && Object.hasOwn(metadata, "__proto__");
  return isDropped ? [{ path: `${path}.__proto__`, message: "is reserved: use another name" }] : [];
}

const anyFields = z.record(z.string(), z.unknown());

/** The structure of a submission; what its model demands is in the model's own schema. */
export const submissionSchema = z
  .strictObject({
    model: z.string(),
    input: anyFields,
    parameters: anyFields.optional(),
    ...extrasSchema.shape,
    dry_run: dryRun
      .default(false)
      .describe("Asks for a quote. Nothing is stored, and no key is used up."),
  })
  .meta({ id: "Submission" });

/** The fields of a submission that are not DashScope's. */
export const OWN_FIELDS: readonly string[] = Object.keys(extrasSchema.shape);
