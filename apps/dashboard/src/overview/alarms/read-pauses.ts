import type { AuditEntry, Generation, Queues, SharedQueue } from "@dashqueue/queue/internal";
import { lostFrom, SHARED_QUEUES } from "@dashqueue/queue/internal";

/** A queue of all models that an operator has paused. */
export interface PausedQueue {
  readonly name: SharedQueue;
  /** How many jobs wait in it. */
  readonly waiting: number;
  /**
   * When the first paid result that waits in it is lost, or may be at the earliest; null if none
   * waits. Epoch milliseconds.
   */
  readonly lostFrom: number | null;
  /** Null if the audit log does not tell. */
  readonly pausedBy: PauseAuthor | null;
}

export interface PauseAuthor {
  readonly by: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface PausePorts {
  readonly queues: Pick<Queues, "isPaused" | "countLive">;
  /** Some of the generations in a status that were accepted first. */
  readonly oldestIn: (status: "running" | "archiving") => Promise<readonly (Generation | null)[]>;
  /** The last entries of the audit log, newest first. */
  readonly lastWrites: () => Promise<readonly AuditEntry[]>;
}

export async function readPauses({
  queues,
  oldestIn,
  lastWrites,
}: PausePorts): Promise<readonly PausedQueue[]> {
  const found = SHARED_QUEUES.map(async (name): Promise<readonly PausedQueue[]> => {
    if (!(await queues.isPaused(name))) return [];
    const [waiting, paid, writes] = await Promise.all([
      queues.countLive(name),
      name === "poll" ? oldestIn("running") : name === "archive" ? oldestIn("archiving") : [],
      lastWrites(),
    ]);
    const times = paid.flatMap((one) => (one === null ? [] : (lostFrom(one) ?? [])));
    const first = times.length === 0 ? null : Math.min(...times);
    return [{ name, waiting, lostFrom: first, pausedBy: pauseAuthorOf(name, writes) }];
  });
  return (await Promise.all(found)).flat();
}

/** Who paused a queue last, alone or with all others. */
export function pauseAuthorOf(queue: string, writes: readonly AuditEntry[]): PauseAuthor | null {
  const found = writes.find(
    ({ action, target, allowed }) =>
      allowed &&
      ((action === "put /api/queues/:queueName/pause" && target === queue) ||
        action === "put /api/queues/pause"),
  );
  return found === undefined ? null : { by: found.actor, at: found.at };
}
