import type { Queues } from "../jobs/queues.ts";
import { repeatJob } from "../jobs/job.ts";
import type { GenerationStore } from "../store/generation-store.ts";
import type { Deliveries } from "../webhooks/deliveries.ts";
import type { DeliveryAttempt } from "../webhooks/delivery-attempt.ts";

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
