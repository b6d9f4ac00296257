import type { Deliveries, Queues } from "@dashqueue/queue/internal";
import { messageJob } from "@dashqueue/queue/internal";
import type { Logger } from "@dashqueue/service";

export interface RelayPorts {
  readonly deliveries: Pick<Deliveries, "pending" | "messageAt" | "queued" | "postpone">;
  readonly queues: Pick<Queues, "ensure">;
  readonly logger: Pick<Logger, "error">;
}

/** In one pass. Each message takes a few commands, and the next pass follows soon. */
const MOST_MESSAGES = 1_000;

/**
 * Gives each pending webhook message a job. The write that changes a record keeps the message, so
 * the generation never waits for this, and no message is lost with a worker: after a crash in
 * between, the job is added again under the same id. One that cannot be relayed does not
 * delay the others.
 */
export async function relayMessages(ports: RelayPorts, signal: AbortSignal): Promise<void> {
  const { deliveries, logger } = ports;
  for (const message of await deliveries.pending(MOST_MESSAGES)) {
    if (signal.aborted) return;
    try {
      await relay(message, ports);
    } catch (error) {
      logger.error(
        {
          event: "webhook-message-postponed",
          generation_id: message.id,
          revision: message.revision,
          error,
        },
        "webhook message has no job yet, will retry in a minute",
      );
      await deliveries.postpone(message);
    }
  }
}

async function relay(
  message: { readonly id: string; readonly revision: number },
  { deliveries, queues }: RelayPorts,
): Promise<void> {
  const generation = await deliveries.messageAt(message.id, message.revision);
  // Null for one that was forgotten with its generation.
  if (generation !== null) await queues.ensure(messageJob(generation));
  await deliveries.queued(message);
}
