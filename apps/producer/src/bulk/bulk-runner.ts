import { setTimeout } from "node:timers/promises";

import type { Archive } from "@dashqueue/archive";
import type { BulkOperations, ProducerQueue, RunPorts } from "@dashqueue/queue/internal";
import { runOperation, tenantQueue } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

/** Bulk operations that run in this process. */
export interface RunningBulk {
  readonly operations: BulkOperations;
  /** Runs what is open now, and not only when its turn comes. */
  wake(): void;
  /** Resolves when the process has shut down and runs none any more. */
  readonly ended: Promise<void>;
}

export interface BulkRunnerPorts extends Pick<RunPorts, "holder" | "closing"> {
  readonly operations: BulkOperations;
  readonly queue: ProducerQueue;
  readonly archive: Archive;
  readonly logger: Pick<Logger, "warn">;
  /** Whether Redis can be asked now. While it cannot, its connection reports that. */
  isConnected(): boolean;
  /** How often to look for operations that wait, or that another process has left. */
  readonly intervalMs?: number | undefined;
}

const INTERVAL_MS = 2_000;

/** Runs the operations of this process and those that another one has left, by turns. */
export function runBulk(ports: BulkRunnerPorts): RunningBulk {
  const { operations, closing, queue, archive, logger, intervalMs = INTERVAL_MS } = ports;
  const running: RunPorts = {
    ...ports,
    queueOf: (tenant) => tenantQueue(queue, tenant, archive),
    now: queue.now,
    onError: (error, operation_id, generation_id) =>
      logger.warn(
        { event: "bulk-generation-failed", error, operation_id, generation_id },
        "a bulk operation failed for a generation, will retry",
      ),
  };
  /** Returns whether one of them can go on at once. */
  const runOpen = async () => {
    let isReady = false;
    if (!ports.isConnected()) return isReady;
    for (const id of await operations.open()) {
      // One that cannot be read, for example because a newer version made it, holds up no other.
      const canGoOn = await runOperation(running, id).catch((error: unknown) => {
        const said = { event: "bulk-failed", error, operation_id: id };
        logger.warn(said, "a bulk operation failed, will retry");
        return false;
      });
      isReady = canGoOn || isReady;
    }
    return isReady;
  };
  let waking = new AbortController();
  const run = async () => {
    while (!closing.aborted) {
      waking = new AbortController();
      const isReady = await runOpen().catch((error: unknown) => {
        logger.warn({ event: "bulk-failed", error }, "bulk operations failed, will retry");
        return false;
      });
      const signal = AbortSignal.any([closing, waking.signal]);
      if (!isReady) await setTimeout(intervalMs, undefined, { signal }).catch(() => {});
    }
  };
  return { operations, wake: () => waking.abort(), ended: run() };
}
