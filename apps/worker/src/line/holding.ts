import type { Line, Ticket } from "@dashqueue/queue/internal";
import { PICK_MS } from "@dashqueue/queue/internal";

import type { DoorPorts } from "../lanes/door.ts";

/**
 * Returns a function that does the work and renews the ticket's pick until it is done: uploads may
 * take minutes. A pick that ends nevertheless is harmless, because the record decides (G10).
 */
export function createHolding({ hold }: Pick<Line, "hold">, sleep: DoorPorts["sleep"]) {
  return async <T>(ticket: Ticket, work: () => Promise<T>): Promise<T> => {
    const done = new AbortController();
    const renew = async () => {
      while (!done.signal.aborted) {
        await sleep(PICK_MS / 4, done.signal);
        if (!done.signal.aborted) await hold(ticket).catch(() => {});
      }
    };
    void renew();
    try {
      return await work();
    } finally {
      done.abort();
    }
  };
}
