import type { Generation } from "../generation/generation.ts";
import { pausedWaiting, waitingOf } from "../generation/waiting.ts";
import { submitQueueOf } from "../jobs/job.ts";
import type { Queues } from "../jobs/queues.ts";
import type { GenerationStore } from "../store/generation-store.ts";
import type { GenerationView } from "../view/view-schema.ts";
import { viewOf } from "../view/view.ts";

export interface ViewsPorts {
  readonly queues: Pick<Queues, "isPaused">;
  readonly store: Pick<GenerationStore, "positionOf">;
}

/** The views of generations, with what their records do not tell about how they wait. */
export async function viewsOf(
  { queues, store }: ViewsPorts,
  generations: readonly Generation[],
): Promise<readonly GenerationView[]> {
  const queued = generations.filter((generation) => generation.status === "queued");
  const names = [...new Set(queued.map(submitQueueOf))];
  const states = names.map(async (name) => [name, await queues.isPaused(name)] as const);
  const paused = new Map(await Promise.all(states));
  return Promise.all(
    generations.map(async (generation) => {
      if (generation.status !== "queued") return viewOf(generation);
      const isPaused = paused.get(submitQueueOf(generation)) === true;
      const waiting = isPaused ? pausedWaiting(generation) : waitingOf(generation);
      return viewOf(generation, waiting, await store.positionOf(generation));
    }),
  );
}
