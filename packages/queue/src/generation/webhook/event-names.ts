import { z } from "zod";

/**
 * The statuses of which a webhook can notify a caller. Not `queued`, which the answer to the
 * submission shows, and not `submitting`, which each throttled create request enters again.
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
