import type { AuditEntry, AuditLog } from "@dashqueue/queue/internal";
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
export function recordChange(
  ports: RecordChangePorts,
  request: Request,
  changes: string | null = null,
): Promise<void> {
  return record(ports, request, { changes, allowed: true });
}

/** Records that a recorded change was refused after all, because another one came first. */
export function recordRefusal(
  ports: RecordChangePorts,
  request: Request,
  changes: string | null = null,
): Promise<void> {
  return record(ports, request, { changes, allowed: false });
}

async function record(
  { audit, now }: RecordChangePorts,
  request: Request,
  entry: Pick<AuditEntry, "changes" | "allowed">,
): Promise<void> {
  await audit.record({
    at: now(),
    actor: `token ${callerOf(request).name}`,
    action: `${request.method} ${request.baseUrl}${request.path}`,
    target: null,
    ...entry,
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
