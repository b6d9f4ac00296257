import { z } from "zod";

/**
 * What became of the webhook of an ended generation so far. It is stored beside the record, which
 * does not change any more (G4).
 */
export const deliverySchema = z.object({
  /** `pending` until it was accepted, or given up. */
  state: z.enum(["pending", "delivered", "failed"]),
  /** Deliveries so far. */
  attempts: z.int(),
  /** Why the last one failed. */
  lastError: z.string().nullable(),
  /** When the next one is due, epoch milliseconds. */
  nextAt: z.number().nullable(),
});

export type Delivery = z.infer<typeof deliverySchema>;

export const NO_DELIVERY: Delivery = {
  state: "pending",
  attempts: 0,
  lastError: null,
  nextAt: null,
};
