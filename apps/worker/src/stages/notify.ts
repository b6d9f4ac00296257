import type { Delivery, Generation, GenerationStore } from "@dashqueue/queue/internal";
import { NO_DELIVERY } from "@dashqueue/queue/internal";

import { deliveryAfter } from "../notifying/delivery-after.ts";
import type { Deliver, Delivered } from "../notifying/webhook.ts";
import { messageOf } from "../notifying/webhook-message.ts";
import type { Outcome } from "../outcome.ts";

export interface NotifyPorts {
  readonly deliver: Deliver;
  readonly store: Pick<GenerationStore, "recordDelivery">;
  now(): number;
}

/**
 * Notifies the caller that the generation has ended, and stores what became of that beside the
 * record, which does not change (G4).
 */
export async function notify(
  generation: Generation,
  ports: NotifyPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const { id, webhookUrl, delivery = NO_DELIVERY } = generation;
  if (webhookUrl === null) return { kind: "done" };
  const delivered = await ports.deliver(webhookUrl, messageOf(generation), signal);
  if (delivered.kind === "failed" && signal.aborted) return { kind: "hand-back" };
  const now = ports.now();
  const next = deliveryAfter(delivery, delivered, now);
  await ports.store.recordDelivery(id, next);
  return outcomeOf(delivered, next, now);
}

function outcomeOf(delivered: Delivered, { nextAt }: Delivery, now: number): Outcome {
  switch (delivered.kind) {
    case "accepted":
      return { kind: "done" };
    case "refused":
      return { kind: "fail", failure: delivered.failure };
    case "failed":
      return nextAt === null
        ? { kind: "fail", failure: delivered.failure }
        : { kind: "retry", failure: delivered.failure, retryAfterMs: nextAt - now };
  }
}
