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
  readonly logger: Logger;
  readonly closing: AbortSignal;
}

/** A record without a job has it back within a minute, whichever replica is left (G5). */
const REPAIR_EVERY_MS = 15_000;

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
    await pause(REPAIR_EVERY_MS, closing);
  }
}

/** One replica at a time is enough. */
async function repairInTurn({ redis, keys, worker, closing }: HousekeepingPorts): Promise<void> {
  const mine = await redis.set(keys.repair, "1", "PX", REPAIR_EVERY_MS - 1_000, "NX");
  if (mine === "OK") await repair(worker.repair, closing);
}
