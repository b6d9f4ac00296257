import type { Generation, GenerationView } from "@dashqueue/queue/internal";
import { viewOf } from "@dashqueue/queue/internal";

/** The id is the same for every delivery, so that a receiver recognizes a repeated one. */
export interface WebhookMessage {
  readonly id: string;
  readonly body: {
    readonly type: string;
    readonly timestamp: string;
    readonly data: GenerationView;
  };
}

export function messageOf(generation: Generation): WebhookMessage {
  // Each delivery is the same: what became of the earlier ones is no news to the receiver.
  const data = viewOf({ ...generation, delivery: undefined });
  return {
    id: `msg_${generation.id.replace(/^gen_/, "")}`,
    body: {
      type: `generation.${data.status}`,
      timestamp: data.finished_at ?? data.updated_at,
      data,
    },
  };
}
