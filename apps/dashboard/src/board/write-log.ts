import type { Logger } from "@dashqueue/service";

/** A write request to the board. */
export interface Write {
  /** Bull Board's route, like `put /api/queues/:queueName/pause`. */
  readonly route: string;
  readonly queue: string | null;
  readonly job: string | null;
  /** The status of the jobs, if the write concerns all jobs in one status. */
  readonly queueStatus: string | null;
  readonly allowed: boolean;
}

/** Logs and counts every write request. `user` is the only login. */
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
    logger.info(line, allowed ? "write allowed" : "write refused");
  };
}
