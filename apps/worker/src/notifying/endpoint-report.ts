import type { Endpoint } from "@dashqueue/queue/internal";
import { isEndpointDown } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

/** What is known of an endpoint, before and after an attempt; null for one that works. */
export interface EndpointChange {
  readonly before: Endpoint | null;
  readonly after: Endpoint | null;
}

export type ReportEndpoint = (
  to: { readonly tenant: string; readonly url: string },
  change: EndpointChange,
) => void;

/** Logs when an endpoint is paused, and when it answers again. Of its URL, only the origin (G7). */
export function createEndpointReport(logger: Pick<Logger, "info" | "warn">): ReportEndpoint {
  return ({ tenant, url }, { before, after }) => {
    const about = { tenant, origin: new URL(url).origin };
    const [wasDown, isDown] = [isEndpointDown(before), isEndpointDown(after)];
    if (!wasDown && after !== null && isDown)
      logger.warn(
        {
          event: "webhook-endpoint-paused",
          ...about,
          failures: after.failures,
          error: after.lastError,
        },
        "webhook endpoint failed several times in a row, deliveries to it wait until a probe succeeds",
      );
    if (wasDown && !isDown)
      logger.info(
        { event: "webhook-endpoint-resumed", ...about },
        "webhook endpoint answers again, messages that waited for it are sent",
      );
  };
}
