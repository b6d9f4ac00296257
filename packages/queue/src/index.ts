export type { DurabilityMode } from "./connection/durability.ts";
export type { InspectOptions, RedisInspection } from "./connection/inspect-redis.ts";
export { inspectRedis } from "./connection/inspect-redis.ts";
export type { GenerationEvent } from "./generation/event.ts";
export type { Status } from "./generation/generation.ts";
export { isTerminal, STATUSES } from "./generation/status.ts";
export type { GenerationView } from "./view/view-schema.ts";
export type { Preflight } from "./producer/accept-generation.ts";
export type { ConnectOptions } from "./producer/connect-producer.ts";
export { connectProducer } from "./producer/connect-producer.ts";
export type {
  Enqueued,
  EnqueueOptions,
  Expedited,
  Regenerated,
  Resolution,
  Resolved,
} from "./producer/enqueued.ts";
export type { Quoted } from "./producer/quoting/quote-submission.ts";
export type { Quote } from "./quote/quote-schema.ts";
export type { ListFilter, Producer, RedeliveredView } from "./producer/producer.ts";
export type { ResolveOptions } from "./producer/resolve.ts";
export type { TenantRefusal } from "./store/batch/accepted.ts";
export type { Submission } from "./submission/submission.ts";
export type { UploadedFile, Uploads } from "./uploads/upload.ts";
export type { AttemptView } from "./webhooks/attempt-view.ts";
