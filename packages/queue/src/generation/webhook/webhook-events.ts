import type { Generation, Status } from "../generation.ts";
import { isTerminal } from "../status.ts";
import type { WebhookEvent } from "./event-names.ts";
import { WEBHOOK_EVENTS } from "./event-names.ts";

/** By default, a webhook notifies of the end. */
export function webhookEventsOf({
  webhookEvents = WEBHOOK_EVENTS.filter(isTerminal),
}: Pick<Generation, "webhookEvents">): readonly WebhookEvent[] {
  return webhookEvents;
}

/** Whether the webhook of a generation notifies of this status. */
export function notifiesOf(
  generation: Pick<Generation, "webhookUrl" | "webhookEvents">,
  status: Status,
): boolean {
  const events: readonly Status[] = webhookEventsOf(generation);
  return generation.webhookUrl !== null && events.includes(status);
}

/**
 * Whether a message is to be kept when a record moves. The end needs none: its record does not
 * change any more (G4).
 */
export function keepsMessage(from: Generation, to: Generation): boolean {
  return from.status !== to.status && !isTerminal(to.status) && notifiesOf(to, to.status);
}
