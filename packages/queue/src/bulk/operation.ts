import { z } from "zod";

import { costSchema } from "../generation/attempt.ts";

/** What an operation does to each of its generations. */
export const BULK_ACTIONS = ["cancel", "delete", "regenerate", "archive", "redeliver"] as const;
export type BulkAction = (typeof BULK_ACTIONS)[number];

/**
 * One action on many generations, which were selected when it was created. It never changes; its
 * progress is stored separately.
 */
export const operationSchema = z.object({
  id: z.string(),
  tenant: z.string(),
  action: z.enum(BULK_ACTIONS),
  /** Who began it; earlier versions did not record that. */
  by: z.string().optional(),
  /** As the caller sent it. */
  filter: z.record(z.string(), z.unknown()),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  /** How many generations it has. */
  count: z.int(),
  /** For `regenerate`, the highest possible cost, by currency. */
  estimate: z.array(costSchema.unwrap()).readonly(),
  /** How many of them have a model whose price is unknown. */
  unpriced: z.int(),
  /** Names the list of its generations. */
  selection: z.string(),
});
export type Operation = z.infer<typeof operationSchema>;
