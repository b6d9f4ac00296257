export type { GenerationEvent } from "./generation/event.ts";
export type { Status } from "./generation/generation.ts";
export { isTerminal, STATUSES } from "./generation/generation.ts";
export type { GenerationView } from "./generation/view.ts";
export { viewOf } from "./generation/view.ts";
export type { ConnectOptions } from "./producer/connect-producer.ts";
export { connectProducer } from "./producer/connect-producer.ts";
export type {
  Enqueued,
  EnqueueOptions,
  Hurried,
  ProducerQueue,
  Regenerated,
  Resolution,
} from "./producer/producer-queue.ts";
export type { Submission } from "./submission/submission.ts";
