import type { Failure } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

/** The tenants for which this worker is not configured to sign webhook messages. */
export interface SigningReport {
  /** Reports why a message of the tenant could not be signed; null if it could. */
  report(tenant: string, failure: Failure | null): void;
  /** How many of them there are now. */
  count(): number;
}

/** Logs once per tenant when its messages cannot be signed, and when they can again. */
export function createSigningReport(logger: Pick<Logger, "info" | "error">): SigningReport {
  const unsigned = new Set<string>();
  return {
    report(tenant, failure) {
      if (failure === null) {
        if (unsigned.delete(tenant))
          logger.info(
            { event: "webhook-signing-restored", tenant },
            "webhook messages of this tenant are signed and sent again",
          );
        return;
      }
      if (unsigned.has(tenant)) return;
      unsigned.add(tenant);
      logger.error(
        { event: "webhook-signing-failed", tenant },
        `webhook messages of this tenant wait: ${failure.message}`,
      );
    },
    count: () => unsigned.size,
  };
}
