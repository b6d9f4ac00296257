import { z } from "zod";

/**
 * The state of a webhook message. That of the message about the end is stored beside the record,
 * which does not change any more (G4).
 */
export const deliverySchema = z.object({
  /** `pending` until it was accepted, or given up. */
  state: z.enum(["pending", "delivered", "failed"]),
  /** Attempts so far. */
  attempts: z.int(),
  /** Why the last one failed. */
  lastError: z.string().nullable(),
  /** When the next one is due, epoch milliseconds. */
  nextAt: z.number().nullable(),
  /** Whether it waits because its endpoint is paused. Absent if not. */
  isPaused: z.boolean().optional(),
});

export type Delivery = z.infer<typeof deliverySchema>;

export const NO_DELIVERY: Delivery = {
  state: "pending",
  attempts: 0,
  lastError: null,
  nextAt: null,
};

/** With its fields in one order, so that a script can compare it. */
export function deliveryJson(delivery: Delivery): string {
  return JSON.stringify(deliverySchema.parse(delivery));
}
