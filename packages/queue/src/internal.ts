export type { Machine } from "./clock/machine.ts";
export { MACHINE } from "./clock/machine.ts";
export type { ClockOffset } from "./clock/offset.ts";
export { aheadMsOf, betterOffset, gapMs, offsetOf } from "./clock/offset.ts";
export type { SharedClock } from "./clock/shared-clock.ts";
export { openSharedClock } from "./clock/shared-clock.ts";
export type { AccountGate, CoolDownNews, ModelInLane, Pause } from "./gate/account-gate.ts";
export type { HoldUp } from "./generation/waiting/all-reasons.ts";
export type { ClosedUntil, ServerChange } from "./gate/server-check.ts";
export { coolingKey, createAccountGate } from "./gate/account-gate.ts";
export type {
  Drain,
  Replica,
  ReplicaReport,
  Replicas,
  ReplicaState,
  UnreadList,
} from "./gate/replicas.ts";
export { createReplicas, replicaStateOf } from "./gate/replicas.ts";
export type { WorkerReport, WorkerReports } from "./gate/worker-reports.ts";
export { createWorkerReports, listWorkerReports, reportedAccounts } from "./gate/worker-reports.ts";
export type { CollectionBlock, CollectionGate } from "./gate/collection-gate.ts";
export { createCollectionGate } from "./gate/collection-gate.ts";
export type { EndedTask, SweepGate, SweepState } from "./gate/sweep-gate.ts";
export { createSweepGate, SWEEPS_STALE_MS } from "./gate/sweep-gate.ts";
export type { ToldBlocks } from "./gate/told-blocks.ts";
export { keepToldBlocks, readToldBlocks } from "./gate/told-blocks.ts";
export * from "./durations/index.ts";
export { lostFrom, TASK_RETENTION_MS } from "./transitions/after-task-read.ts";
export { possibleAttempts } from "./transitions/late-tasks.ts";
export type { AttemptStart, AttemptTerms, Change } from "./transitions/change.ts";
export { acceptsWrites } from "./connection/accepts-writes.ts";
export type { Confirmation } from "./connection/confirm-writes.ts";
export { connectFailingFast, connectPatiently, waitUntilReady } from "./connection/connect.ts";
export { connectionProblem } from "./connection/connection-problem.ts";
export { readMemory } from "./connection/memory.ts";
export { redisEnv } from "./connection/redis-url.ts";
export { watchRedis } from "./connection/watch-redis.ts";
export type { AuditEntry, AuditLog } from "./audit/audit-log.ts";
export { createAuditLog } from "./audit/audit-log.ts";
export type { EndedAlarm, EndedAlarms } from "./audit/ended-alarms.ts";
export { createEndedAlarms } from "./audit/ended-alarms.ts";
export { changesOf, limitChanges } from "./audit/changes.ts";
export type { CostEntry, CostTotal, Currency } from "./costs/cost-totals.ts";
export {
  costEntryOf,
  DAY_MS,
  dayOf,
  monthOf,
  nanosOf,
  sumOf,
  totalsOf,
} from "./costs/cost-totals.ts";
export type { Failure, FailureKind } from "./failure/failure.ts";
export { adviceOf, FAILURE_POLICY, failureHelp } from "./failure/failure-policy.ts";
export { BATCH_LIMIT, batchIdOf, generationIdIn, isBatchId } from "./generation/batch/batch-id.ts";
export type { Tombstone } from "./generation/deletion/tombstone.ts";
export { tombstoneOf } from "./generation/deletion/tombstone.ts";
export type { EventName, GenerationEvent } from "./generation/event.ts";
export { EVENT_NAMES } from "./generation/event.ts";
export type { BudgetName } from "./generation/waiting/budget-period.ts";
export type { PausedBy } from "./generation/waiting/waiting.ts";
export { BUDGET_NAMES, budgetResetsAt } from "./generation/waiting/budget-period.ts";
export { standstillOf } from "./generation/waiting/all-reasons.ts";
export { REMOVE_LIMIT_ADVICE, WAIT_REASONS } from "./generation/waiting/waiting.ts";
export { CURRENCIES } from "./generation/attempt.ts";
export { CHARGE_STATES, chargeOf } from "./generation/charge.ts";
export type { LostResult } from "./generation/lost-result.ts";
export { lostResultOf } from "./generation/lost-result.ts";
export type { RequestContext } from "./generation/request-context.ts";
export { PLAIN_CONTEXT } from "./generation/request-context.ts";
export type {
  ArchivedFile,
  Archiving,
  Claim,
  DisprovenAttempt,
  Generation,
  MissingFile,
  Queued,
  Running,
  Status,
  Submitting,
  Uncertain,
} from "./generation/generation.ts";
export { isDelayKnown, isNewAlarm } from "./transitions/after-notice.ts";
export { noticeThatBegins, noticeThatEnds } from "./transitions/wait-notices.ts";
export {
  holdsSlot,
  isInFlight,
  isTerminal,
  isWaiting,
  NEXT,
  pendingClaim,
  STATUSES,
} from "./generation/status.ts";
export type { CreateWaits, Deadlines } from "./generation/deadlines.ts";
export {
  deadlinesAfter,
  deadlinesOf,
  isOverdue,
  mayHaveHadTask,
  nextLookMs,
  submitByOf,
} from "./generation/deadlines.ts";
export type { GenerationStore, KnownTask } from "./store/generation-store.ts";
export { oldestAt, oldestIds } from "./line/oldest.ts";
export type { RecordPage } from "./store/read-record.ts";
export type { TenantRefusal } from "./store/batch/accepted.ts";
export type { Changed, Refused } from "./store/write-record.ts";
export { releaseLease, takeLease } from "./store/leases/lease.ts";
export { createGenerationStore } from "./store/generation-store.ts";
export type { TenantInLine } from "./line/fair-order.ts";
export { fairOrder } from "./line/fair-order.ts";
export type { ComesBack, InLine, Line, Picked, PickTerms, Ticket } from "./line/line.ts";
export { createLine, PICK_MS } from "./line/line.ts";
export type { AccountModel, Lane } from "./generation/lane.ts";
export { laneName, laneOf, nextLane, slotLane, storedLane } from "./generation/lane.ts";
export type { FindPage, Found } from "./store/finding/find-records.ts";
export type { RecordQuery } from "./store/finding/record-query.ts";
export type { Batch, BatchCost } from "./generation/batch/batch.ts";
export type { BatchLine, BatchProblem } from "./producer/batches/check-lines.ts";
export type { EnqueuedBatch } from "./producer/batches/enqueue-batch.ts";
export type { Removed } from "./producer/remove-generation.ts";
export type { Keys } from "./store/keys.ts";
export { createKeys } from "./store/keys.ts";
export { contextText } from "./submission/fingerprint.ts";
export { isPrivateHost } from "./submission/private-host.ts";
export type {
  Enqueued,
  EnqueueOptions,
  Expedited,
  Regenerated,
  Resolution,
} from "./producer/enqueued.ts";
export type { Preflight } from "./producer/accept-generation.ts";
export { MAX_UNKNOWN_MODELS } from "./producer/accept-generation.ts";
export type { HintPorts } from "./producer/expedite.ts";
export { hintTask } from "./producer/expedite.ts";
export { openProducerQueue } from "./producer/open-producer-queue.ts";
export type { ProducerQueue } from "./producer/producer-queue.ts";
export { createProducerQueue } from "./producer/producer-queue.ts";
export type { LaneLimits } from "./store/script-arguments.ts";
export type { Budget, BudgetLimit, BudgetVerdict, Spent } from "./costs/budget.ts";
export { budgetFailure, budgetVerdict, isBeyondBudget } from "./costs/budget.ts";
export { holdOf } from "./costs/hold.ts";
export type { Amounts, SpendLimits } from "./costs/spend-limit.ts";
export { NO_SPEND_LIMITS, spendVerdict } from "./costs/spend-limit.ts";
export type { OfferedModels } from "./submission/offered-models.ts";
export { offeredModels } from "./submission/offered-models.ts";
export { droppedNames, OWN_FIELDS, submissionSchema } from "./submission/submission-schema.ts";
export type { Submission } from "./submission/submission.ts";
export type { Uploads } from "./uploads/upload.ts";
export type { UploadPlaces } from "./uploads/upload-places.ts";
export { createUploadPlaces } from "./uploads/upload-places.ts";
export { uploadsIn } from "./uploads/upload.ts";
export {
  idOfContent,
  idOfKey,
  OSS_FOLDER,
  storedUploadId,
  uploadIdOf,
  uploadUrl,
} from "./uploads/upload-url.ts";
export type { EmbeddedFile } from "./uploads/data-url.ts";
export { INVALID_BASE64, isDataUrl, readDataUrl } from "./uploads/data-url.ts";
export type { StoreFile } from "./uploads/embedded-files.ts";
export { readTraceparent, traceparentOf } from "./generation/traceparent.ts";
export { DEFAULT_TENANT, tenantIdSchema } from "./generation/tenant-id.ts";
export * from "./tenants/index.ts";
export type { TenantQueue } from "./producer/tenant-queue.ts";
export { tenantQueue } from "./producer/tenant-queue.ts";
export { logFieldsOf } from "./view/log-fields.ts";
export type { GenerationView } from "./view/view-schema.ts";
export { generationViewSchema } from "./view/view-schema.ts";
export { viewOf, WEBHOOK_HELP } from "./view/view.ts";
export type { Delivery } from "./generation/webhook/delivery.ts";
export { NO_DELIVERY } from "./generation/webhook/delivery.ts";
export type { WebhookEvent } from "./generation/webhook/event-names.ts";
export { notifiesOf } from "./generation/webhook/webhook-events.ts";
export { WEBHOOK_EVENTS, webhookEventSchema } from "./generation/webhook/event-names.ts";
export type { Redelivered } from "./producer/redeliver.ts";
export { redeliver } from "./producer/redeliver.ts";
export * from "./webhooks/index.ts";
export { VERSION } from "./version.ts";
export * from "./archived/index.ts";
export * from "./bulk/index.ts";
export * from "./jobs/index.ts";
export * from "./limits/index.ts";
export * from "./quote/index.ts";
