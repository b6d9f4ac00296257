import type { Redis } from "ioredis";
import { monotonicFactory } from "ulid";

import { openQueues } from "../jobs/queues.ts";
import { createGenerationStore } from "../store/generation-store.ts";
import { createKeys } from "../store/keys.ts";
import type { SubmissionRules } from "../submission/submission.ts";
import type { MediaPorts } from "./accept-generation.ts";
import type { ProducerQueue } from "./producer-queue.ts";
import { createProducerQueue } from "./producer-queue.ts";

/** Opens the producing side of the queue on a connection, with the system's clock and new ULIDs. */
export function openProducerQueue(
  redis: Redis,
  prefix: string,
  rules: SubmissionRules,
  media: MediaPorts = {},
): ProducerQueue {
  const now = () => Date.now();
  const ulid = monotonicFactory();
  return createProducerQueue({
    store: createGenerationStore(redis, createKeys(prefix), now),
    queues: openQueues(redis, prefix),
    ...media,
    rules,
    now,
    newId: () => `gen_${ulid()}`,
  });
}
