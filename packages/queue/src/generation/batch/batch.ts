import { z } from "zod";

import { costSchema, CURRENCIES } from "../attempt.ts";
import { CHARGE_STATES } from "../charge.ts";

/**
 * Generations that were submitted and accepted together. Their ids follow from the id of the batch,
 * so this is all that is stored about it. It never changes.
 */
export const batchSchema = z.object({
  id: z.string(),
  tenant: z.string(),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  /** How many generations it has. */
  count: z.int(),
  /** The highest possible cost, by currency. */
  estimate: z.array(costSchema.unwrap()).readonly(),
  /** How many of them have a model whose price is unknown. */
  unpriced: z.int(),
});
export type Batch = z.infer<typeof batchSchema>;

/** What generations of a batch cost together, in one state and currency. */
export const batchCostSchema = z.object({
  state: z.enum(CHARGE_STATES),
  /** Null, like the amount, for generations whose price is unknown. */
  currency: z.enum(CURRENCIES).nullable(),
  amount: z.string().nullable(),
  generations: z.int(),
});
export type BatchCost = z.infer<typeof batchCostSchema>;
