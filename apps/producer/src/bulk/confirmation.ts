import type { Selected } from "@dashqueue/queue/internal";
import { nanosOf } from "@dashqueue/queue/internal";

import type { BulkBody } from "./bulk-body.ts";

type Confirmation = NonNullable<BulkBody["confirm"]>;

/** Whether an action spends money, or cannot be undone. */
export function needsConfirmation(action: BulkBody["action"]): boolean {
  return action === "regenerate" || action === "delete";
}

/** Whether there is more to do, or to pay, than was agreed to. */
export function exceeds({ ids, estimate, unpriced }: Selected, agreed: Confirmation): boolean {
  const nanosIn = (wanted: string) =>
    agreed.estimate
      .filter(({ currency }) => currency === wanted)
      .reduce((sum, { amount }) => sum + nanosOf(amount), 0n);
  return (
    ids.length > agreed.count ||
    unpriced > agreed.unpriced ||
    estimate.some(({ amount, currency }) => nanosOf(amount) > nanosIn(currency))
  );
}
