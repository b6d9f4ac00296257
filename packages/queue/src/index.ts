export type { AccountGate, Pause } from "./account-gate.ts";
export { createAccountGate } from "./account-gate.ts";
export { RETENTION_MS } from "./after-task-read.ts";
export type { Change, EventName } from "./change.ts";
export { connectFailingFast, connectPatiently, waitUntilReady } from "./connection.ts";
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
export { holdsSlot, isTerminal, NEXT, STATUSES } from "./generation.ts";
export type { Changed, GenerationStore, Refused } from "./generation-store.ts";
export { createGenerationStore } from "./generation-store.ts";
export type { Delays, Job, JobData, Stage } from "./job.ts";
export { jobOf, STAGES, submitQueue, TASK_LIFE_MS } from "./job.ts";
export type { Keys, Lane } from "./keys.ts";
export { createKeys, laneName } from "./keys.ts";
export { isPrivateHost } from "./private-host.ts";
export type {
  ConnectOptions,
  Enqueued,
  EnqueueOptions,
  ProducerQueue,
  Resolution,
} from "./producer-queue.ts";
export { connectProducer, openProducerQueue } from "./producer-queue.ts";
export type { Queues } from "./queues.ts";
export { openQueues } from "./queues.ts";
export type { LaneLimits } from "./script-arguments.ts";
export type { Submission } from "./submission.ts";
export type { GenerationView } from "./view.ts";
export { viewOf } from "./view.ts";
