import type { Generation, GenerationView } from "@dashqueue/queue/internal";
import { isTerminal, messageIdOf, viewOf } from "@dashqueue/queue/internal";

export interface WebhookMessage {
  readonly id: string;
  readonly body: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: GenerationView;
  };
}

/** The message about the status of this record. */
export function messageOf(generation: Generation): WebhookMessage {
  const { id, status, revision } = generation;
  // Every attempt sends the same body: the earlier attempts do not concern the receiver.
  const data = viewOf({ ...generation, delivery: undefined });
  return {
    id: messageIdOf({ id, revision: isTerminal(status) ? null : revision }),
    body: {
      type: `generation.${data.status}`,
      timestamp: data.finished_at ?? data.updated_at,
      data,
    },
  };
}
