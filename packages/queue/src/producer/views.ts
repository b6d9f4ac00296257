import type { Generation, Queued } from "../generation/generation.ts";
import type { HoldUp } from "../generation/waiting/all-reasons.ts";
import { reasonsToWait } from "../generation/waiting/all-reasons.ts";
import type { PausedBy } from "../generation/waiting/waiting.ts";
import { isWaiting } from "../generation/status.ts";
import { submitQueueOf } from "../jobs/job.ts";
import type { Queues } from "../jobs/queues.ts";
import type { GenerationStore } from "../store/generation-store.ts";
import type { GenerationView } from "../view/view-schema.ts";
import { viewOf } from "../view/view.ts";

export interface ViewsPorts {
  readonly queues: Pick<Queues, "isPaused">;
  /** Whether limits of operators stop a model on every account. */
  readonly isPausedByLimits: (model: string) => Promise<boolean>;
  /** What holds up every create request of a model. */
  readonly holdUps: (model: string) => Promise<readonly HoldUp[]>;
  /** What holds up every create request of a tenant. */
  readonly tenantHoldUps: (tenant: string) => Promise<readonly HoldUp[]>;
  readonly store: Pick<GenerationStore, "positionOf">;
}

/** The views of generations, with what is known of their wait beyond their records. */
export async function viewsOf(
  ports: ViewsPorts,
  generations: readonly Generation[],
): Promise<readonly GenerationView[]> {
  const queued = generations.filter((generation) => generation.status === "queued");
  // Those in one queue are held up together.
  const byQueue = new Map(queued.map((generation) => [submitQueueOf(generation), generation]));
  const states = [...byQueue].map(
    async ([queue, one]) => [queue, await heldUpBy(ports, one)] as const,
  );
  const held = new Map(await Promise.all(states));
  const waiting = [...new Set(queued.filter(isWaiting).map(({ tenant }) => tenant))];
  const limits = waiting.map(
    async (tenant) => [tenant, await ports.tenantHoldUps(tenant)] as const,
  );
  const limited = new Map(await Promise.all(limits));
  return Promise.all(
    generations.map(async (generation) => {
      if (generation.status !== "queued") return viewOf(generation);
      const { by, holdUps } = held.get(submitQueueOf(generation)) ?? NOTHING;
      const own = isWaiting(generation) ? (limited.get(generation.tenant) ?? []) : [];
      const reasons = reasonsToWait(generation, by, [...holdUps, ...own]);
      return viewOf(generation, reasons, await ports.store.positionOf(generation));
    }),
  );
}

const NOTHING = { by: null, holdUps: [] } as const;

/** One that kept its slot is on its way: what holds up its model is told by its own attempts. */
async function heldUpBy(ports: ViewsPorts, queued: Queued) {
  const by = await pauseOf(ports, queued);
  return { by, holdUps: isWaiting(queued) ? await ports.holdUps(queued.request.model) : [] };
}

/** A limit does not stop a generation that kept its slot. */
async function pauseOf(
  { queues, isPausedByLimits }: ViewsPorts,
  queued: Queued,
): Promise<PausedBy | null> {
  if (await queues.isPaused(submitQueueOf(queued))) return "queue";
  return isWaiting(queued) && (await isPausedByLimits(queued.request.model)) ? "limit" : null;
}
