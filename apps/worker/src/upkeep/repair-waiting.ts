import type { Generation, GenerationStore, Line, Queued, Queues } from "@dashqueue/queue/internal";
import { isWaiting, waitingJob } from "@dashqueue/queue/internal";

import { pagesOf } from "../pages.ts";

type Store = Pick<GenerationStore, "get" | "ids" | "models">;

export interface WaitingJobsPorts {
  readonly store: Store;
  readonly queues: Pick<Queues, "isLive">;
  /** Returns how many more generations of a model wait than have a live job, negative if fewer. */
  shortage(model: string): Promise<number>;
}

export interface CompleteLinePorts {
  readonly store: Store;
  readonly line: Pick<Line, "missing" | "enter">;
}

/** How many generations of each model wait with a slot: not in the line, and in another queue. */
type Kept = ReadonlyMap<string, number>;

const PAGE = 500;

/**
 * Returns the generations that wait for a slot without a live job. Looks for them only in models
 * with fewer jobs than generations.
 */
export async function waitingWithoutJob(
  ports: WaitingJobsPorts,
  kept: Kept,
  signal: AbortSignal,
): Promise<readonly Generation[]> {
  const found: Queued[] = [];
  for (const model of await ports.store.models()) {
    const missing = (await ports.shortage(model)) - (kept.get(model) ?? 0);
    await find({ model, missing, store: ports.store, signal }, async (id) => {
      if (await ports.queues.isLive(waitingJob(id, model))) return false;
      const generation = await waiting(id, ports.store);
      if (generation !== null) found.push(generation);
      return generation !== null;
    });
  }
  return found;
}

/**
 * Puts the generations into the line that an earlier version has accepted, because nobody picks
 * them before their own tickets come, which are behind those of later ones.
 */
export async function completeLine(
  { store, line }: CompleteLinePorts,
  kept: Kept,
  signal: AbortSignal,
): Promise<void> {
  for (const model of await store.models()) {
    const missing = (await line.missing(model)) - (kept.get(model) ?? 0);
    await find({ model, missing, store, signal }, async (id) => {
      const generation = await waiting(id, store);
      return generation !== null && line.enter(generation);
    });
  }
}

interface Search {
  readonly model: string;
  readonly missing: number;
  readonly store: Store;
  readonly signal: AbortSignal;
}

/** Visits queued generations, the newest first, until it has found all that are missing. */
async function find(
  { model, missing, store, signal }: Search,
  isMissing: (id: string) => Promise<boolean>,
): Promise<void> {
  if (missing <= 0) return;
  let found = 0;
  const pages = pagesOf((page) => store.ids({ status: "queued", model, ...page }), PAGE, signal);
  for await (const ids of pages) {
    found += (await Promise.all(ids.map(isMissing))).filter(Boolean).length;
    if (found >= missing) return;
  }
}

/** Null also for a record that a newer version wrote. */
async function waiting(id: string, store: Store): Promise<Queued | null> {
  const generation = await store.get(id).catch(() => null);
  return generation !== null && isWaiting(generation) ? generation : null;
}
