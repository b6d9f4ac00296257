import { once } from "node:events";

import type { Batch, TenantQueue } from "@dashqueue/queue/internal";
import { generationIdIn } from "@dashqueue/queue/internal";
import { disconnectSignal } from "@dashqueue/service";
import type { Response } from "express";

const CHUNK = 50;

/**
 * Sends what has become of each generation, one JSON text a line, in the order of the batch. One
 * that was deleted is null. No more than a few lines are in memory at a time.
 */
export async function sendResults(
  { get, views }: Pick<TenantQueue, "get" | "views">,
  { id, count }: Batch,
  response: Response,
): Promise<void> {
  response.type("application/x-ndjson");
  const signal = disconnectSignal(response);
  for (let first = 0; first < count && !signal.aborted; first += CHUNK) {
    const size = Math.min(CHUNK, count - first);
    const ids = Array.from({ length: size }, (_, index) => generationIdIn(id, first + index));
    const records = await Promise.all(ids.map((each) => get(each)));
    const shown = await views(records.filter((record) => record !== null));
    const byId = new Map(shown.map((view) => [view.id, view]));
    const lines = ids.map((each, index) =>
      JSON.stringify({ index: first + index, id: each, generation: byId.get(each) ?? null }),
    );
    if (!response.write(`${lines.join("\n")}\n`))
      await once(response, "drain", { signal }).catch(() => {});
  }
  response.end();
}
