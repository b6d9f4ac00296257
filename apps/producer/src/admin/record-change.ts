import type { AuditLog } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import type { Request } from "express";

import { callerOf } from "../auth/caller.ts";

export interface RecordChangePorts {
  readonly audit: Pick<AuditLog, "record">;
  readonly logger: Pick<Logger, "info">;
  readonly now: () => number;
}

/**
 * Puts a valid change into the audit log, by the name of the operator's token. To be awaited before
 * the change is made, so that none is missing there.
 *
 * @param changes the settings that it changes, before and after
 */
export async function recordChange(
  { audit, now }: RecordChangePorts,
  request: Request,
  changes: string | null = null,
): Promise<void> {
  await audit.record({
    at: now(),
    actor: `token ${callerOf(request).name}`,
    action: `${request.method} ${request.baseUrl}${request.path}`,
    target: null,
    changes,
    allowed: true,
  });
}

/** Logs a change that was made. */
export function logChange(
  { logger }: RecordChangePorts,
  request: Request,
  event: string,
  more: object,
): void {
  logger.info({ event, ...more, by: callerOf(request).name });
}
