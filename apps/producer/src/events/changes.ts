import type { Redis } from "ioredis";

import type { Bells } from "./bells.ts";

/**
 * Rings the bells for every generation that changes. The connection is for this alone.
 *
 * While it is away changes are missed, so that each time it is back, and hears again, everybody looks.
 */
export function ringOnChanges(subscriber: Redis, channel: string, bells: Bells): void {
  async function subscribe(): Promise<void> {
    await subscriber.subscribe(channel);
    bells.ringAll();
  }
  subscriber.on("message", (_channel: string, id: string) => bells.ring(id));
  // A connection lost again before it answered will be ready again.
  subscriber.on("ready", () => void subscribe().catch(() => {}));
}
