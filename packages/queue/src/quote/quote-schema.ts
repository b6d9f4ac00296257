import { z } from "zod";

import { WAIT_REASONS } from "../generation/waiting/waiting.ts";
import { etaSchema } from "../view/view-schema.ts";

const cost = z.object({
  amount: z.string().describe("A decimal number."),
  currency: z.enum(["CNY", "USD"]),
});
const limit = z.int().nullable().describe("Null without a limit.");

/** Why the tenant may not submit something. */
export const refusedSchema = z
  .object({
    reason: z.enum(["disabled", "model", "max_queued", "submits_per_minute"]),
    limit,
    resets_in_seconds: z.int().nullable(),
  })
  .nullable()
  .describe("Why the tenant may not submit it now; null if it may.");

/** What a submission would get. */
export const quoteSchema = z
  .object({
    dry_run: z.literal(true),
    model: z.string(),
    estimate: cost
      .extend({
        basis: z
          .object({
            units: z.number().describe("The most that may be billed."),
            unit: z.enum(["second", "image", "million tokens"]),
            per_unit: cost,
            tier: z.string().nullable().describe("What else decides the price, such as `720`."),
            region: z.string(),
            as_of: z.string().describe("The date of the price list."),
          })
          .describe("In the price list of the region, whose currency may be another one."),
      })
      .nullable()
      .describe("The most that it can cost; null if the price is unknown."),
    ignored: z.array(z.string()).describe("The fields that would be left out."),
    refused: refusedSchema,
    waiting: z
      .object({
        reason: z.enum(WAIT_REASONS),
        message: z.string().nullable().describe("Which limit it is, and how much that allows."),
        next_try: z.string().nullable().describe("When the limit resets, if that helps."),
        advice: z.string(),
        help: z.string().describe("The page that explains it, a path of this server."),
      })
      .nullable()
      .describe(
        "Why it would wait for more than a slot: its tenant's budget has no room for it now, or its model is paused. Null if neither.",
      ),
    limits: z.object({
      lanes: z
        .array(z.object({ account: z.string(), max_in_flight: z.int(), in_flight: z.int() }))
        .describe("The lanes that admit the model; none while no worker runs."),
      tenant: z.object({
        max_in_flight: limit,
        in_flight: z.int(),
        max_queued: limit,
        queued: z.int(),
        submits_per_minute: limit,
        submitted: z.int().describe("In this minute; counted only with a limit."),
      }),
      spending: z
        .object({ daily: cost.nullable(), monthly: cost.nullable() })
        .describe("The limits of the tenant; null without one."),
    }),
    queue: z.object({
      position: z.int().describe("The place that it would get in the line of its tenant, from 1."),
      eta_seconds: etaSchema,
    }),
  })
  .meta({ id: "Quote" });

/** What a submission would cost, and how long it would wait. Nothing was stored. */
export type Quote = z.infer<typeof quoteSchema>;
