import type { Generation } from "@dashqueue/queue/internal";

import type { Deliver } from "../notifying/webhook.ts";
import { messageOf } from "../notifying/webhook-message.ts";
import type { Outcome } from "../outcome.ts";

export interface NotifyPorts {
  readonly deliver: Deliver;
}

/** Notifies the caller that the generation has ended. Never changes the record (G4). */
export async function notify(
  generation: Generation,
  ports: NotifyPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  if (generation.webhookUrl === null) return { kind: "done" };
  const delivered = await ports.deliver(generation.webhookUrl, messageOf(generation), signal);
  switch (delivered.kind) {
    case "accepted":
      return { kind: "done" };
    case "refused":
      return { kind: "fail", failure: delivered.failure };
    case "failed": {
      const { failure, retryAfterMs } = delivered;
      return signal.aborted ? { kind: "hand-back" } : { kind: "retry", failure, retryAfterMs };
    }
  }
}
