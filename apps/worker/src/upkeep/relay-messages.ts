import type { Deliveries, Queues } from "@dashqueue/queue/internal";
import { messageJob } from "@dashqueue/queue/internal";

export interface RelayPorts {
  readonly deliveries: Pick<Deliveries, "pending" | "messageAt" | "queued">;
  readonly queues: Pick<Queues, "ensure">;
}

/** In one pass. Each message takes a few commands, and the next pass follows soon. */
const MOST_MESSAGES = 1_000;

/**
 * Gives each pending webhook message a job. The write that changes a record keeps the message, so
 * the generation never waits for this, and no message is lost with a worker: after a crash in
 * between, the job is added again under the same id.
 */
export async function relayMessages(
  { deliveries, queues }: RelayPorts,
  signal: AbortSignal,
): Promise<void> {
  for (const message of await deliveries.pending(MOST_MESSAGES)) {
    if (signal.aborted) return;
    const generation = await deliveries.messageAt(message.id, message.revision);
    // Null for one that was forgotten with its generation.
    if (generation !== null) await queues.ensure(messageJob(generation));
    await deliveries.queued(message);
  }
}
