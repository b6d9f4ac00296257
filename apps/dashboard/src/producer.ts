import type { Archive } from "@dashqueue/archive";
import { createUploadStore } from "@dashqueue/archive";
import type { Model } from "@dashqueue/dashscope";
import { isOfferedIn, MODELS, retiresAt } from "@dashqueue/dashscope";
import type { ProducerQueue } from "@dashqueue/queue/internal";
import { offeredModels, openProducerQueue } from "@dashqueue/queue/internal";
import type { Redis } from "ioredis";
import type { z } from "zod";

import type { dashboardEnv } from "./env.ts";

export interface ProducerPorts {
  /** Waits until a write is durable. */
  readonly confirm: NonNullable<Parameters<typeof openProducerQueue>[4]>;
  readonly now: () => number;
  readonly newId: () => string;
}

/**
 * The queue in which operators submit, and the models that they can choose. A submission is
 * validated by the same code and the same settings as at the producer.
 */
export function openProducer(
  env: z.infer<typeof dashboardEnv>,
  redis: Redis,
  archive: Archive,
  { confirm, now, newId }: ProducerPorts,
): { readonly queue: ProducerQueue; readonly models: () => readonly Model[] } {
  const models = offeredModels({
    baseUrl: env.DASHSCOPE_HTTP_BASE_URL,
    regions: env.DASHSCOPE_REGIONS,
    allowUnknownModels: env.DASHSCOPE_ALLOW_UNKNOWN_MODELS,
    models: env.DASHSCOPE_MODELS,
  });
  const rules = {
    ...models,
    site: env.DASHSCOPE_SITE,
    maxUnknownModels: env.DASHSCOPE_MAX_UNKNOWN_MODELS,
    // Webhooks belong to the services that wait for them.
    privateWebhookHosts: [],
    webhooksSigned: false,
  };
  const uploads = createUploadStore({ archive, now, newId });
  const offered = MODELS.filter((model) => isOfferedIn(model, models.regions));
  return {
    queue: openProducerQueue(redis, env.DASHQUEUE_PREFIX, rules, { uploads }, confirm),
    models: () => offered.filter((model) => now() < retiresAt(model)),
  };
}
