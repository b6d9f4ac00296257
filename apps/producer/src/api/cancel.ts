import { isTerminal, type Generation, type ProducerQueue } from "@dashqueue/queue/internal";

import type { Bells } from "../events/bells.ts";

/** How long a caller waits for the provider's answer. */
const WAIT_MS = 10_000;

export interface CancelPorts {
  readonly queue: Pick<ProducerQueue, "cancel" | "store">;
  readonly bells: Bells;
  readonly closing: AbortSignal;
  readonly cancelWaitMs?: number | undefined;
}

/**
 * Asks for a cancel and waits, some seconds, until the worker has the provider's answer. Its `cancel` may still be
 * `requested` then: ask again. Null for an unknown generation.
 */
export async function cancelGeneration(ports: CancelPorts, id: string): Promise<Generation | null> {
  const { queue, bells, closing, cancelWaitMs = WAIT_MS } = ports;
  using watch = bells.watch(id);
  const signal = AbortSignal.any([closing, AbortSignal.timeout(cancelWaitMs)]);
  let generation = await queue.cancel(id);
  while (generation !== null && isOpen(generation) && (await watch.next(signal))) {
    generation = await queue.store.get(id);
  }
  return generation;
}

function isOpen(generation: Generation): boolean {
  return generation.cancel === "requested" && !isTerminal(generation.status);
}
