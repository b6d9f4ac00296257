import type { Redis } from "ioredis";

import type { ChangeNotifier } from "./change-notifier.ts";

/**
 * Forwards the ids published on the Redis channel to the notifier. The connection must be reserved
 * for this subscription.
 *
 * Redis does not repeat what was published while the connection was lost, so every new subscription
 * notifies all watches.
 */
export function notifyOnChanges(
  subscriber: Redis,
  channel: string,
  changes: Pick<ChangeNotifier, "notify" | "notifyAll">,
): void {
  async function subscribe(): Promise<void> {
    await subscriber.subscribe(channel);
    changes.notifyAll();
  }
  subscriber.on("message", (_channel: string, id: string) => changes.notify(id));
  // If the connection is lost before the answer, the next "ready" subscribes again.
  subscriber.on("ready", () => void subscribe().catch(() => {}));
}
