export type { AccountGate, Pause } from "./account-gate.ts";
export { coolingKey, createAccountGate } from "./account-gate.ts";
export { RETENTION_MS } from "./after-task-read.ts";
export type { Begun, Change, EventName } from "./change.ts";
export { connectFailingFast, connectPatiently, waitUntilReady } from "./connection.ts";
export type { CostTotal, Currency } from "./cost-totals.ts";
export { costEntryOf, dayOf, sumOf, totalsOf } from "./cost-totals.ts";
export type { GenerationEvent } from "./event.ts";
export type {
  ArchivedFile,
  Archiving,
  Generation,
  Queued,
  Running,
  Status,
  Submitting,
  Uncertain,
} from "./generation.ts";
export { waitsForAccount } from "./after-notice.ts";
export { holdsSlot, isInFlight, isTerminal, NEXT, STATUSES } from "./generation.ts";
export type { Changed, GenerationStore, Refused } from "./generation-store.ts";
export { createGenerationStore } from "./generation-store.ts";
export type { Delays, Job, JobData, Stage } from "./job.ts";
export { jobOf, RESUBMIT_QUEUE, STAGES, submitQueue, TASK_LIFE_MS } from "./job.ts";
export type { AccountModel, Keys, Lane } from "./keys.ts";
export { createKeys, laneName, laneOf } from "./keys.ts";
export { isPrivateHost } from "./private-host.ts";
export type { ConnectOptions } from "./connect-producer.ts";
export { connectProducer, openProducerQueue } from "./connect-producer.ts";
export type {
  Enqueued,
  EnqueueOptions,
  Hurried,
  Preflight,
  ProducerQueue,
  Regenerated,
  Resolution,
} from "./producer-queue.ts";
export { createProducerQueue } from "./producer-queue.ts";
export type { Queues } from "./queues.ts";
export { openQueues } from "./queues.ts";
export type { LaneLimits } from "./script-arguments.ts";
export type { Amounts, SpendLimits } from "./spend-limit.ts";
export { NO_SPEND_LIMITS, spendVerdict } from "./spend-limit.ts";
export type { Submission } from "./submission.ts";
export type { Upload } from "./upload.ts";
export type { UploadPlaces } from "./upload-places.ts";
export { createUploadPlaces } from "./upload-places.ts";
export { uploadsIn } from "./upload.ts";
export type { Added, UploadStore } from "./upload-store.ts";
export { createUploadStore } from "./upload-store.ts";
export { makeFolder, syncFolder, writeDurably } from "./durable-file.ts";
export type { GenerationView } from "./view.ts";
export { viewOf } from "./view.ts";
