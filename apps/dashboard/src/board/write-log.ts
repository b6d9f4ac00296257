import type { Logger } from "@dashqueue/service";

/** A write that somebody asked the board for. */
export interface Write {
  /** Bull Board's, as `put /api/queues/:queueName/pause`. */
  readonly route: string;
  readonly queue: string | null;
  readonly job: string | null;
  /** Of a write to all jobs in this status. */
  readonly queueStatus: string | null;
  readonly allowed: boolean;
}

/** Writes down who asked for what: one log line, one count. There is one login, so it is known who. */
export function createWriteLog(logger: Logger, user: string, count: (allowed: boolean) => void) {
  return (write: Write): void => {
    count(write.allowed);
    const { route, queue, job, queueStatus, allowed } = write;
    const line = {
      event: "dashboard-write",
      user,
      route,
      queue,
      job,
      queue_status: queueStatus,
      allowed,
    };
    logger.info(line, allowed ? "a write was allowed" : "a write was refused");
  };
}
