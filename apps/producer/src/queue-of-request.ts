import type { IncomingMessage } from "node:http";

import type { Archive } from "@dashqueue/archive";
import type { Enqueued, Generation, ProducerQueue, TenantQueue } from "@dashqueue/queue/internal";
import { logFieldsOf, readTraceparent, tenantQueue } from "@dashqueue/queue/internal";
import type { Logger, Tracing } from "@dashqueue/service";

import { callerOf } from "./auth/caller.ts";
import type { TimePadding } from "./auth/time-padding.ts";
import { withPadding } from "./auth/time-padding.ts";

interface QueuePorts extends TimePadding {
  readonly queue: ProducerQueue;
  readonly archive: Archive;
  readonly logger: Pick<Logger, "info">;
  readonly tracing: Tracing;
}

/** Returns the queue as the caller of a request sees it, in the caller's trace. */
export function createQueueOf(ports: QueuePorts) {
  return (request: IncomingMessage): TenantQueue => {
    const own = tenantQueue(ports.queue, callerOf(request).tenant, ports.archive);
    const parent = readTraceparent(request.headers["traceparent"]);
    return observedQueue(paddedQueue(own, ports), parent, ports);
  };
}

/** The same queue, which takes no other time for foreign ids than for unknown ones. */
function paddedQueue(queue: TenantQueue, ports: TimePadding): TenantQueue {
  const padded = <Args extends readonly unknown[], Result>(
    call: (...args: Args) => Promise<Result>,
  ) => withPadding(ports, call);
  return {
    ...queue,
    get: padded(queue.get),
    batch: padded(queue.batch),
    cancel: padded(queue.cancel),
    resolve: padded(queue.resolve),
    pollAgain: padded(queue.pollAgain),
    archiveAgain: padded(queue.archiveAgain),
    regenerate: padded(queue.regenerate),
    redeliver: padded(queue.redeliver),
    remove: padded(queue.remove),
  };
}

/**
 * The same queue: its generations continue the caller's trace, and each acceptance has a span and a
 * log line.
 */
function observedQueue(
  queue: TenantQueue,
  parent: string | undefined,
  { logger, tracing }: QueuePorts,
): TenantQueue {
  const accept = <R extends { readonly kind: string }>(
    work: (traceparent: string | undefined) => Promise<R>,
  ): Promise<R> =>
    tracing.span("accept", { parent }, async (span) => {
      const result = await work(span.traceparent);
      span.set({ "dashqueue.result": result.kind });
      if (!isAccepted(result)) return result;
      const { kind, generation } = result;
      const { id, tenant, request, ignored } = generation;
      span.set({
        "dashqueue.generation_id": id,
        "dashqueue.tenant": tenant,
        "dashqueue.model": request.model,
      });
      logger.info(
        {
          event: `generation-${kind}`,
          ...logFieldsOf(generation, false),
          ...(ignored.length === 0 ? {} : { ignored }),
        },
        kind === "accepted" ? "generation accepted" : "repeated request, same generation",
      );
      return result;
    });
  return {
    ...queue,
    enqueue: (submission, options, context) =>
      accept((traceparent) => queue.enqueue(submission, { ...options, traceparent }, context)),
    regenerate: (id, options) =>
      accept((traceparent) => queue.regenerate(id, { ...options, traceparent })),
    // Without a trace of the caller, each generation of a batch has its own.
    enqueueBatch: (lines, options) =>
      parent === undefined
        ? queue.enqueueBatch(lines, options)
        : tracing.span("accept", { parent }, async (span) => {
            const { traceparent } = span;
            const result = await queue.enqueueBatch(lines, { ...options, traceparent });
            span.set({ "dashqueue.result": result.kind });
            return result;
          }),
  };
}

type Accepted = Extract<Enqueued<Generation>, { readonly generation: Generation }>;

function isAccepted(result: { readonly kind: string }): result is Accepted {
  return result.kind === "accepted" || result.kind === "repeated";
}
