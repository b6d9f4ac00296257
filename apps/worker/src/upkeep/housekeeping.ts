import type { Keys } from "@dashqueue/queue/internal";
import { releaseLease, takeLease } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import type { Redis } from "ioredis";

import { sleep } from "../sleep.ts";

export interface HousekeepingPorts {
  /** A connection of its own: a subscribed connection cannot run other commands. */
  readonly subscriber: Redis;
  readonly redis: Redis;
  readonly keys: Keys;
  /** Tells the workers apart. */
  readonly workerId: string;
  readonly worker: HousekeepingWorker;
  /**
   * The time between two repair passes. At most a minute, because a record without a job gets one
   * within that time (G5).
   */
  readonly intervalMs: number;
  readonly logger: Logger;
  readonly closing: AbortSignal;
}

/** The parts of a worker that housekeeping triggers. */
export interface HousekeepingWorker {
  /** Starts a submit worker for every new model, and stops those of models that were forgotten. */
  followModels(): Promise<void>;
  /** Wakes the generations that wait for a slot of this lane. */
  slotFreed(lane: string): void;
  /** Whether an operator drains it. Then it leaves the upkeep to the others. */
  isDraining(): boolean;
  /** Sends the next create request of a paused account at once, as a probe. */
  probe(): Promise<void>;
  /** Exchanges limits and what was learned with the other workers. */
  heartbeat(): Promise<void>;
  /** Reads the accounts' limits from the provider if they are due. */
  readQuotas(): Promise<void>;
  /**
   * Each sweeps one task list, if that is worth it, and resolves with the time until the next
   * sweep, milliseconds.
   */
  readonly sweeps: readonly ((signal: AbortSignal) => Promise<number>)[];
  /** Checks whether results can be stored and downloaded (G11), and resumes what waited for it. */
  checkCollection(signal: AbortSignal): Promise<void>;
  /** Ends the generations that were not submitted within their `max_queue_seconds`. */
  endOverdue(signal: AbortSignal): Promise<void>;
  /**
   * Writes the records of ended generations to the archive, and deletes old ones from Redis. Does
   * nothing in a worker that does not archive.
   */
  archiveRecords(signal: AbortSignal): Promise<void>;
  /** Gives pending webhook messages a job. Does nothing in a worker that does not notify. */
  relayMessages(signal: AbortSignal): Promise<void>;
  /**
   * Corrects the sums of tenants' spending, returns generations to their places in the line, runs
   * one repair pass, looks for late tasks, forgets the unknown models that have no open generation,
   * and warns of models that are about to be retired.
   */
  repair(signal: AbortSignal): Promise<void>;
}

/** How long a message about an open generation may be without a job. */
const MESSAGES_MS = 1_000;
/** How long a generation may wait beyond its `max_queue_seconds`. */
const OVERDUE_MS = 1_000;
/** How long the record of an ended generation may be in Redis only. */
const RECORDS_MS = 2_000;
/** How long the lease of a turn lasts, so that only one worker does the same work at a time. */
const TURN_MS = 30_000;

/** Gives a reachable provider time to report its limits; without them, the worker starts. */
const QUOTA_WAIT_MS = 5_000;
/** How often to check whether limits are due to be read. */
const QUOTA_CHECK_MS = 60_000;

const SWEEP_RETRY_MS = 5_000;

/** How long a worker may not know the limits of one that has just started. */
const HEARTBEAT_MS = 5_000;

/**
 * Listens for released slots, changed limits, and new and forgotten models, and repeats everything
 * that a worker does beside its jobs, each part at its own interval. Resolves when the process
 * closes.
 */
export async function startHousekeeping(ports: HousekeepingPorts): Promise<void> {
  const { subscriber, keys, worker, logger, closing } = ports;
  const failed = (error: unknown) =>
    logger.warn(
      { event: "housekeeping-failed", message: String(error) },
      "housekeeping failed, will retry",
    );

  subscriber.on("message", (channel: string, message: string) => {
    if (channel === keys.freedChannel) worker.slotFreed(message);
    else if (channel === keys.limitsChannel) worker.heartbeat().catch(failed);
    else if (channel === keys.collectionChannel) worker.checkCollection(closing).catch(failed);
    else worker.followModels().catch(failed);
  });
  const repeat = async (intervalMs: number, work: () => Promise<void>) => {
    while (!closing.aborted) {
      await work().catch(failed);
      await sleep(intervalMs, closing);
    }
  };
  const keepSweeping = async (sweep: HousekeepingWorker["sweeps"][number]) => {
    while (!closing.aborted) {
      const nextMs = worker.isDraining() ? undefined : await sweep(closing).catch(failed);
      await sleep(nextMs ?? SWEEP_RETRY_MS, closing);
    }
  };
  /** The same, unless the worker is drained. */
  const upkeep = (intervalMs: number, work: () => Promise<void>) =>
    repeat(intervalMs, async () => {
      if (!worker.isDraining()) await work();
    });

  const readingQuotas = worker.readQuotas().catch(failed);
  await Promise.all([
    subscriber.subscribe(...channelsOf(keys)).catch(failed),
    worker.probe().catch(failed),
    Promise.race([readingQuotas, sleep(QUOTA_WAIT_MS, closing)]),
  ]);
  // Before the first submit worker starts, because the smallest limits of the fleet hold.
  await worker.heartbeat().catch(failed);
  await Promise.all([
    repeat(HEARTBEAT_MS, worker.heartbeat),
    readingQuotas.then(() => repeat(QUOTA_CHECK_MS, worker.readQuotas)),
    ...worker.sweeps.map(keepSweeping),
    // Its own loop: a long repair pass must not keep it from renewing what it found. Also while it
    // is drained: the others do not know whether it can store what it will be given again (G11).
    repeat(ports.intervalMs, () => worker.checkCollection(closing)),
    upkeep(MESSAGES_MS, () => worker.relayMessages(closing)),
    upkeep(OVERDUE_MS, () => inTurn(ports, keys.endingOverdue, () => worker.endOverdue(closing))),
    upkeep(RECORDS_MS, () =>
      inTurn(ports, keys.archivingRecords, () => worker.archiveRecords(closing)),
    ),
    upkeep(ports.intervalMs, async () => {
      // Messages about models are lost while Redis is unreachable.
      await worker.followModels();
      await repairInTurn(ports);
    }),
  ]);
}

/**
 * One replica repairs per interval. The key expires a little early, so that no interval is skipped.
 */
async function repairInTurn(ports: HousekeepingPorts): Promise<void> {
  const { redis, keys, worker, intervalMs, closing } = ports;
  const mine = await redis.set(keys.repair, "1", "PX", Math.ceil(intervalMs * 0.9), "NX");
  if (mine === "OK") await worker.repair(closing);
}

/** One replica at a time: two would do the same work twice. */
export async function inTurn(
  { redis, workerId }: Pick<HousekeepingPorts, "redis" | "workerId">,
  key: string,
  work: () => Promise<void>,
): Promise<void> {
  if (!(await takeLease(redis, key, workerId, TURN_MS))) return;
  try {
    await work();
  } finally {
    await releaseLease(redis, key, workerId);
  }
}

function channelsOf(keys: HousekeepingPorts["keys"]): readonly string[] {
  return [keys.freedChannel, keys.limitsChannel, keys.modelsChannel, keys.collectionChannel];
}
