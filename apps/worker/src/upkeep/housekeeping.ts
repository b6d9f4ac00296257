import type { Keys } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import type { Redis } from "ioredis";

import { pause } from "../loop/pause.ts";
import { repair } from "./repair.ts";
import type { RunningWorker } from "../assembly/create-worker.ts";

export interface HousekeepingPorts {
  /** A connection of its own: one that subscribes can do nothing else. */
  readonly subscriber: Redis;
  readonly redis: Redis;
  readonly keys: Keys;
  readonly worker: RunningWorker;
  /** Between two repair passes. A minute at most: a record without a job gets one within that time (G5). */
  readonly intervalMs: number;
  readonly logger: Logger;
  readonly closing: AbortSignal;
}

/** What a worker does beside its stages: it listens for freed slots and new models, and repairs. Resolves when closing. */
export async function startHousekeeping(ports: HousekeepingPorts): Promise<void> {
  const { subscriber, keys, worker, logger, closing } = ports;
  const failed = (error: unknown) =>
    logger.warn(
      { event: "housekeeping-failed", message: String(error) },
      "will be tried again in a moment",
    );

  subscriber.on("message", (channel: string, message: string) => {
    if (channel === keys.freedChannel) worker.freed(message);
    else worker.workers.openModels().catch(failed);
  });
  await Promise.all([
    subscriber.subscribe(keys.freedChannel, keys.modelsChannel).catch(failed),
    worker.probe().catch(failed),
  ]);
  while (!closing.aborted) {
    try {
      // Also what a message told while Redis was away.
      await worker.workers.openModels();
      await repairInTurn(ports);
    } catch (error) {
      failed(error);
    }
    await pause(ports.intervalMs, closing);
  }
}

/** One replica repairs per interval. The key expires a little early, so that no interval is skipped. */
async function repairInTurn(ports: HousekeepingPorts): Promise<void> {
  const { redis, keys, worker, intervalMs, closing } = ports;
  const mine = await redis.set(keys.repair, "1", "PX", Math.ceil(intervalMs * 0.9), "NX");
  if (mine === "OK") await repair(worker.repair, closing);
}
