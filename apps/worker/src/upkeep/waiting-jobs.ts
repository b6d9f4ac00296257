import type { Generation, GenerationStore, Queues } from "@dashqueue/queue/internal";
import { waitingJob } from "@dashqueue/queue/internal";

export interface WaitingJobsPorts {
  readonly store: Pick<GenerationStore, "get" | "ids" | "models">;
  readonly queues: Pick<Queues, "isLive">;
  /** Returns how many more generations of a model wait than have a live job, negative if fewer. */
  shortage(model: string): Promise<number>;
}

const PAGE = 500;

/**
 * Returns the generations that wait for a slot without a live job. Looks for them only in models
 * with fewer jobs than generations, the newest first, because an interrupted submission is new.
 *
 * @param kept how many generations of a model wait with a slot. Their jobs are in another queue.
 */
export async function waitingWithoutJob(
  ports: WaitingJobsPorts,
  kept: ReadonlyMap<string, number>,
  signal: AbortSignal,
): Promise<readonly Generation[]> {
  const found: Generation[] = [];
  for (const model of await ports.store.models()) {
    const missing = (await ports.shortage(model)) - (kept.get(model) ?? 0);
    if (missing > 0) found.push(...(await find(model, missing, ports, signal)));
  }
  return found;
}

async function find(
  model: string,
  missing: number,
  { store, queues }: WaitingJobsPorts,
  signal: AbortSignal,
): Promise<readonly Generation[]> {
  const found: Generation[] = [];
  let after: string | undefined;
  while (found.length < missing && !signal.aborted) {
    const ids = await store.ids({ status: "queued", model, limit: PAGE, after });
    const read = ids.map(async (id) =>
      (await queues.isLive(waitingJob(id, model))) ? null : store.get(id).catch(() => null),
    );
    const without = (await Promise.all(read)).filter((generation) => generation !== null);
    found.push(...without.filter((one) => one.status === "queued" && one.keptSlot === null));
    after = ids.at(-1);
    if (ids.length < PAGE) break;
  }
  return found;
}
