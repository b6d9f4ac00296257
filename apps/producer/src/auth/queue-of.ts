import type { IncomingMessage } from "node:http";

import type { TenantQueue } from "@dashqueue/queue/internal";

/** Returns the queue as the caller of a request sees it: that of the caller's tenant. */
export type QueueOf<Uses extends keyof TenantQueue> = (
  request: IncomingMessage,
) => Pick<TenantQueue, Uses>;
