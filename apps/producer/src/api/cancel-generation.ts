import type { Generation, TenantQueue } from "@dashqueue/queue/internal";
import { isTerminal } from "@dashqueue/queue/internal";

import type { ChangeNotifier } from "../events/change-notifier.ts";

/** How long a caller waits for the provider's answer. */
const WAIT_MS = 10_000;

export interface CancelPorts {
  readonly queue: Pick<TenantQueue, "cancel" | "get">;
  readonly changes: Pick<ChangeNotifier, "watch">;
  readonly closing: AbortSignal;
  readonly waitMs?: number | undefined;
}

/**
 * Requests a cancel, then waits up to 10 seconds for the worker to learn the provider's answer. If
 * `cancel` is still `requested` in what it returns, the answer has not come yet. Returns null for
 * an unknown generation.
 */
export async function cancelGeneration(
  ports: CancelPorts,
  id: string,
  by: string,
): Promise<Generation | null> {
  const { queue, changes, closing, waitMs = WAIT_MS } = ports;
  // Watching starts before the request, so no change is missed in between.
  using watch = changes.watch(id);
  const signal = AbortSignal.any([closing, AbortSignal.timeout(waitMs)]);
  let generation = await queue.cancel(id, by);
  while (generation !== null && isPending(generation) && (await watch.next(signal))) {
    generation = await queue.get(id);
  }
  return generation;
}

function isPending(generation: Generation): boolean {
  return generation.cancel === "requested" && !isTerminal(generation.status);
}
