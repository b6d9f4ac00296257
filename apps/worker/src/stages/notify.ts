import type { Failure, Generation, GenerationView } from "@dashqueue/queue/internal";
import { viewOf } from "@dashqueue/queue/internal";

import type { Outcome } from "../outcome.ts";

export interface NotifyPorts {
  /** Posts a signed body, once; null when the receiver took it. */
  deliver(url: string, message: WebhookMessage, signal: AbortSignal): Promise<Failure | null>;
}

/** What a receiver gets. The id is the same for every try, so that one delivered twice is known. */
export interface WebhookMessage {
  readonly id: string;
  readonly body: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: GenerationView;
  };
}

/** Tells the caller that the generation has ended. Never changes the record (G4). */
export async function notify(
  generation: Generation,
  ports: NotifyPorts,
  signal: AbortSignal,
): Promise<Outcome> {
  if (generation.webhookUrl === null) return { kind: "done" };
  const failure = await ports.deliver(generation.webhookUrl, messageOf(generation), signal);
  if (signal.aborted && failure !== null) return { kind: "hand-back" };
  return failure === null ? { kind: "done" } : { kind: "retry", failure };
}

export function messageOf(generation: Generation): WebhookMessage {
  const data = viewOf(generation);
  return {
    id: `msg_${generation.id.replace(/^gen_/, "")}`,
    body: {
      type: `generation.${data.status}`,
      timestamp: data.finished_at ?? data.updated_at,
      data,
    },
  };
}
