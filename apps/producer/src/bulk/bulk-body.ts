import { BULK_ACTIONS } from "@dashqueue/queue/internal";
import { z } from "zod";

import { filterSchema } from "../api/list-query.ts";

const amount = z
  .string()
  .regex(/^\d{1,12}(\.\d{1,9})?$/, 'must be an amount, such as "3.50"')
  .describe("A decimal number.");

/** Sums by currency. */
export const amountsSchema = z.array(z.strictObject({ amount, currency: z.enum(["CNY", "USD"]) }));

/** What a preview has shown, and the most that its caller agrees to. */
export const confirmSchema = z.strictObject({
  as_of: z.iso.datetime().describe("Generations that ended later are left out."),
  count: z.int().min(0),
  estimate: amountsSchema,
  unpriced: z.int().min(0),
});

/** The body of `POST /v1/bulk`. */
export const bulkSchema = z.strictObject({
  action: z.enum(BULK_ACTIONS),
  filter: filterSchema.describe("At least one entry."),
  dry_run: z.boolean().default(false).describe("Return the preview and do nothing."),
  confirm: confirmSchema
    .optional()
    .describe("That of the preview. `regenerate` and `delete` need it."),
});

export type BulkBody = z.infer<typeof bulkSchema>;

/** Whether an action spends money, or cannot be undone. */
export function needsConfirmation(action: BulkBody["action"]): boolean {
  return action === "regenerate" || action === "delete";
}
