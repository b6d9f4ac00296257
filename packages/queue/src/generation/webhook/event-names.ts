import { z } from "zod";

/**
 * The statuses of which a webhook can notify a caller. Not `queued`, which the answer to the
 * submission tells, and not `submitting`, which follows every throttled create request anew.
 */
export const WEBHOOK_EVENTS = [
  "running",
  "uncertain",
  "archiving",
  "succeeded",
  "failed",
  "canceled",
] as const;

export const webhookEventSchema = z.enum(WEBHOOK_EVENTS);
export type WebhookEvent = z.infer<typeof webhookEventSchema>;
