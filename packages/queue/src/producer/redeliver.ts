import type { Generation } from "../generation/generation.ts";
import type { Queues } from "../jobs/queues.ts";
import { repeatJob } from "../jobs/job.ts";
import type { GenerationStore } from "../store/generation-store.ts";
import type { Deliveries } from "../webhooks/deliveries.ts";
import type { DeliveryAttempt } from "../webhooks/delivery-attempt.ts";
import type { WebhookEndpoints } from "../webhooks/endpoints.ts";
import { ensureJob } from "./accept-generation.ts";
import type { Expedited } from "./enqueued.ts";
import type { ExpeditePorts } from "./expedite.ts";

export interface RedeliverPorts {
  readonly store: Pick<GenerationStore, "get">;
  readonly queues: Pick<Queues, "ensure" | "isLive">;
  readonly deliveries: Pick<Deliveries, "attempts" | "messageAt">;
}

export type Redelivered =
  /** The message of this attempt is sent once more. */
  | { readonly kind: "queued"; readonly attempt: DeliveryAttempt }
  /** There is no such generation in Redis. */
  | { readonly kind: "missing" }
  /** There is no such attempt among those that are kept. */
  | { readonly kind: "unknown-attempt" }
  /** The message of this attempt is no longer kept. */
  | { readonly kind: "forgotten"; readonly attempt: DeliveryAttempt }
  /** A message of this generation is already being sent once more. */
  | { readonly kind: "under-way" };

/** Sends the message of an attempt once more, with the same `webhook-id`. */
export async function redeliver(
  { store, queues, deliveries }: RedeliverPorts,
  id: string,
  n: number,
): Promise<Redelivered> {
  const generation = await store.get(id);
  if (generation === null) return { kind: "missing" };
  const attempt = (await deliveries.attempts(id)).find((each) => each.n === n);
  if (attempt === undefined) return { kind: "unknown-attempt" };
  const { revision } = attempt;
  const isKept = revision === null || (await deliveries.messageAt(id, revision)) !== null;
  if (!isKept) return { kind: "forgotten", attempt };
  const job = repeatJob(generation, attempt);
  if (await queues.isLive(job)) return { kind: "under-way" };
  await queues.ensure(job);
  return { kind: "queued", attempt };
}

export interface SendWaitingPorts extends ExpeditePorts {
  readonly endpoints: Pick<WebhookEndpoints, "resume">;
}

/**
 * Sends the message about the end now if it waits for its next attempt or for a paused endpoint.
 * Its job runs earlier, so no second message is sent beside it. Waits for no answer.
 *
 * @param askedAt an endpoint that has failed since stays paused, and so does the message: of many,
 *   only the first ones try a receiver that is still down
 */
export async function sendWaiting(
  ports: SendWaitingPorts,
  id: string,
  askedAt: number,
): Promise<Expedited<Generation>> {
  const generation = await ports.store.get(id);
  if (generation === null) return { kind: "missing" };
  const { delivery, webhookUrl: url, tenant } = generation;
  if (url === null || delivery?.state !== "pending") return { kind: "idle", generation };
  await ports.endpoints.resume({ tenant, url }, askedAt);
  await ensureJob(ports, generation);
  return { kind: "expedited", generation };
}
