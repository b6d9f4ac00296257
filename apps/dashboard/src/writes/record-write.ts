import type { AuditLog } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

import type { User } from "../auth/users.ts";

/** A write that a user has asked for. */
export interface Write {
  readonly user: User;
  /** Such as `tenant-disabled`, or a route of the board, `put /api/queues/:queueName/pause`. */
  readonly action: string;
  /** What it is about; null for everything. */
  readonly target: string | null;
  /** The settings that it changes, before and after. */
  readonly changes?: string;
  readonly allowed: boolean;
}

/** Records a write. To be awaited before it is done, so that none is missing in the audit log. */
export type RecordWrite = (write: Write) => Promise<void>;

export interface RecordWritePorts {
  readonly audit: Pick<AuditLog, "record">;
  readonly logger: Pick<Logger, "info">;
  readonly count: (allowed: boolean) => void;
  readonly now: () => number;
}

export function createRecordWrite({ audit, logger, count, now }: RecordWritePorts): RecordWrite {
  return async ({ user, action, target, changes, allowed }) => {
    const write = { action, target, changes: changes ?? null, allowed };
    await audit.record({ at: now(), actor: user.name, ...write });
    count(allowed);
    logger.info(
      { event: "dashboard-write", user: user.name, role: user.role, ...write },
      allowed ? "write allowed" : "write refused",
    );
  };
}
