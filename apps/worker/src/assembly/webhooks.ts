import { randomBytes } from "node:crypto";

import type { Keys } from "@dashqueue/queue/internal";
import {
  createDeliveries,
  createWebhookEndpoints,
  createWebhookSecrets,
} from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";
import { createUntrustedFetch } from "@dashqueue/service";
import type { Redis } from "ioredis";

import type { WorkerEnv } from "../env/env.ts";
import { createEndpointReport } from "../notifying/endpoint-report.ts";
import { createSigningReport } from "../notifying/signing-report.ts";
import type { SecretsOf } from "../notifying/signed-delivery.ts";
import { createSignedDelivery } from "../notifying/signed-delivery.ts";

export interface WebhooksPorts {
  readonly env: WorkerEnv;
  readonly redis: Redis;
  readonly keys: Keys;
  readonly logger: Logger;
  now(): number;
}

/** What the messages of this worker's webhooks need. */
export function createWebhooks({ env, redis, keys, logger, now }: WebhooksPorts) {
  const secrets = createWebhookSecrets(redis, keys, env.WEBHOOK_SECRETS_KEY, randomBytes);
  const secretsOf: SecretsOf = async (tenant) => {
    const own = await secrets.signing(tenant, now());
    return own.length > 0 || env.WEBHOOK_SECRET === undefined ? own : [env.WEBHOOK_SECRET];
  };
  const fetch = createUntrustedFetch(env.WEBHOOK_PRIVATE_HOSTS, { proxy: env });
  const signing = createSigningReport(logger);
  return {
    deliveries: createDeliveries({ redis, keys, now }),
    endpoints: createWebhookEndpoints(redis, keys),
    deliver: createSignedDelivery(secretsOf, fetch, now),
    reportEndpoint: createEndpointReport(logger),
    reportSigning: signing.report,
    countUnsigned: signing.count,
  };
}
