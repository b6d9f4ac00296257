import type { OperationState, Selected } from "@dashqueue/queue/internal";

import type { BulkBody } from "./bulk-body.ts";

/** What an operation would act on, and what that would cost. Its caller sends `confirm` back. */
export function previewOf(
  { action }: BulkBody,
  { ids, estimate, unpriced }: Selected,
  now: number,
) {
  const shown = { count: ids.length, estimate, unpriced };
  return { dry_run: true, action, ...shown, confirm: { as_of: iso(now), ...shown } };
}

/** An operation as callers see it. */
export function operationView({ operation, progress, isCanceled }: OperationState) {
  const { id, tenant, action, filter, count, estimate, unpriced, createdAt } = operation;
  const { passed, done, skipped, failed, failures, waiting, finishedAt } = progress;
  return {
    id,
    tenant,
    action,
    filter,
    status: statusOf(passed < count, isCanceled, finishedAt !== null),
    created_at: iso(createdAt),
    finished_at: finishedAt === null ? null : iso(finishedAt),
    count,
    done,
    skipped,
    failed,
    failures,
    estimate,
    unpriced,
    waiting: waiting && { reason: waiting.reason, until: iso(waiting.until) },
  };
}

function statusOf(hasMore: boolean, isCanceled: boolean, isFinished: boolean) {
  if (!isFinished) return isCanceled ? "canceling" : "running";
  return hasMore ? "canceled" : "finished";
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}
