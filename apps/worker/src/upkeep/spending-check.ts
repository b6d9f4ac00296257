import type { GenerationStore } from "@dashqueue/queue/internal";
import { dayOf } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

export interface SpendingCheckPorts {
  readonly store: Pick<GenerationStore, "correctSums">;
  readonly logger: Logger;
  now(): number;
}

const EVERY_MS = 60 * 60_000;

/**
 * Returns a function that corrects the sums of what tenants have spent, which their budgets are
 * compared with. It does so at the first call and then once an hour.
 */
export function createSpendingCheck({
  store,
  logger,
  now,
}: SpendingCheckPorts): () => Promise<void> {
  let nextAt = -Infinity;
  return async () => {
    if (now() < nextAt) return;
    for (const { tenant, currency } of await store.correctSums(dayOf(now())))
      logger.warn(
        { event: "spending-corrected", tenant, currency },
        "corrected the recorded spending of this tenant, which its budget is compared with. A process of an earlier version has probably run: update every process.",
      );
    nextAt = now() + EVERY_MS;
  };
}
