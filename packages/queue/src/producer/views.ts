import type { Generation, Queued } from "../generation/generation.ts";
import type { PausedBy } from "../generation/waiting/waiting.ts";
import { isWaiting } from "../generation/status.ts";
import { pausedWaiting, waitingOf } from "../generation/waiting/waiting.ts";
import { submitQueueOf } from "../jobs/job.ts";
import type { Queues } from "../jobs/queues.ts";
import type { GenerationStore } from "../store/generation-store.ts";
import type { GenerationView } from "../view/view-schema.ts";
import { viewOf } from "../view/view.ts";

export interface ViewsPorts {
  readonly queues: Pick<Queues, "isPaused">;
  /** Whether limits of operators stop a model on every account. */
  readonly isPausedByLimits: (model: string) => Promise<boolean>;
  readonly store: Pick<GenerationStore, "positionOf">;
}

/** The views of generations, with what is known of their wait beyond their records. */
export async function viewsOf(
  ports: ViewsPorts,
  generations: readonly Generation[],
): Promise<readonly GenerationView[]> {
  const queued = generations.filter((generation) => generation.status === "queued");
  // Those in one queue are paused together.
  const byQueue = new Map(queued.map((generation) => [submitQueueOf(generation), generation]));
  const states = [...byQueue].map(
    async ([queue, one]) => [queue, await pauseOf(ports, one)] as const,
  );
  const paused = new Map(await Promise.all(states));
  return Promise.all(
    generations.map(async (generation) => {
      if (generation.status !== "queued") return viewOf(generation);
      const by = paused.get(submitQueueOf(generation)) ?? null;
      const waiting = by === null ? waitingOf(generation) : pausedWaiting(generation, by);
      return viewOf(generation, waiting, await ports.store.positionOf(generation));
    }),
  );
}

/** A limit does not stop a generation that kept its slot. */
async function pauseOf(
  { queues, isPausedByLimits }: ViewsPorts,
  queued: Queued,
): Promise<PausedBy | null> {
  if (await queues.isPaused(submitQueueOf(queued))) return "queue";
  return isWaiting(queued) && (await isPausedByLimits(queued.request.model)) ? "limit" : null;
}
