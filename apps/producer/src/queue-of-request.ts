import type { IncomingMessage } from "node:http";

import type { Archive } from "@dashqueue/archive";
import type { Enqueued, Generation, ProducerQueue, TenantQueue } from "@dashqueue/queue/internal";
import { logFieldsOf, readTraceparent, tenantQueue } from "@dashqueue/queue/internal";
import type { Logger, Tracing } from "@dashqueue/service";

import { callerOf } from "./auth/caller.ts";
import type { EvenTimePorts } from "./auth/even-time.ts";
import { inEvenTime } from "./auth/even-time.ts";

interface QueuePorts extends EvenTimePorts {
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
    return observedQueue(evenQueue(own, ports), parent, ports);
  };
}

/** The same queue, which takes no other time for foreign ids than for unknown ones. */
function evenQueue(queue: TenantQueue, ports: EvenTimePorts): TenantQueue {
  const even = <Args extends readonly unknown[], Result>(
    call: (...args: Args) => Promise<Result>,
  ) => inEvenTime(ports, call);
  return {
    ...queue,
    get: even(queue.get),
    batch: even(queue.batch),
    cancel: even(queue.cancel),
    resolve: even(queue.resolve),
    pollAgain: even(queue.pollAgain),
    archiveAgain: even(queue.archiveAgain),
    regenerate: even(queue.regenerate),
    redeliver: even(queue.redeliver),
    remove: even(queue.remove),
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
      queue.enqueueBatch(lines, { ...options, traceparent: parent }),
  };
}

type Accepted = Extract<Enqueued<Generation>, { readonly generation: Generation }>;

function isAccepted(result: { readonly kind: string }): result is Accepted {
  return result.kind === "accepted" || result.kind === "repeated";
}
