import type { Generation } from "../generation/generation.ts";
import type { HoldUp } from "../generation/waiting/all-reasons.ts";
import { reasonsToWait, standstillOf } from "../generation/waiting/all-reasons.ts";
import type { PausedBy } from "../generation/waiting/waiting.ts";
import { isTerminal, isWaiting } from "../generation/status.ts";
import type { Stage } from "../jobs/job.ts";
import { nextStageOf } from "../jobs/job.ts";
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
  /** The stages whose jobs no worker takes. */
  readonly idleStages: () => Promise<ReadonlySet<Stage>>;
  readonly store: Pick<GenerationStore, "positionOf">;
}

/** The views of generations, with what is known of their wait beyond their records. */
export async function viewsOf(
  ports: ViewsPorts,
  generations: readonly Generation[],
): Promise<readonly GenerationView[]> {
  const open = generations.filter(({ status }) => !isTerminal(status));
  const idle = open.length === 0 ? NONE : await ports.idleStages();
  // Those in one queue are held up together.
  const byQueue = new Map(open.map((generation) => [nextStageOf(generation)?.queue, generation]));
  const states = [...byQueue].map(
    async ([queue, one]) => [queue, await heldUpBy(ports, one, idle)] as const,
  );
  const held = new Map(await Promise.all(states));
  const waiting = [...new Set(open.filter(isWaiting).map(({ tenant }) => tenant))];
  const limits = waiting.map(
    async (tenant) => [tenant, await ports.tenantHoldUps(tenant)] as const,
  );
  const limited = new Map(await Promise.all(limits));
  return Promise.all(
    generations.map(async (generation) => {
      if (isTerminal(generation.status)) return viewOf(generation);
      const next = nextStageOf(generation);
      const { by, holdUps, hasWorker } = held.get(next?.queue) ?? NOTHING;
      if (generation.status !== "queued") {
        const state = { isPaused: by !== null, hasWorker };
        return viewOf(generation, next && standstillOf(generation, { ...next, ...state }));
      }
      const own = isWaiting(generation) ? (limited.get(generation.tenant) ?? []) : [];
      const reasons = reasonsToWait(generation, by, [...holdUps, ...own], hasWorker);
      return viewOf(generation, reasons, await ports.store.positionOf(generation));
    }),
  );
}

interface HeldUp {
  /** What an operator has paused it with. */
  readonly by: PausedBy | null;
  readonly holdUps: readonly HoldUp[];
  readonly hasWorker: boolean;
}

const NONE: ReadonlySet<Stage> = new Set();
const NOTHING: HeldUp = { by: null, holdUps: [], hasWorker: true };

/** One that kept its slot is on its way: what holds up its model is told by its own attempts. */
async function heldUpBy(
  ports: ViewsPorts,
  generation: Generation,
  idle: ReadonlySet<Stage>,
): Promise<HeldUp> {
  const next = nextStageOf(generation);
  if (next === null) return NOTHING;
  const [by, holdUps] = await Promise.all([
    pauseOf(ports, generation, next.queue),
    isWaiting(generation) ? ports.holdUps(generation.request.model) : [],
  ]);
  return { by, holdUps, hasWorker: !idle.has(next.stage) };
}

/** What an operator has paused it with. A limit does not stop a generation that has a slot. */
export async function pauseOf(
  { queues, isPausedByLimits }: Pick<ViewsPorts, "queues" | "isPausedByLimits">,
  generation: Generation,
  queue: string,
): Promise<PausedBy | null> {
  if (await queues.isPaused(queue)) return "queue";
  const isLimited = isWaiting(generation) && (await isPausedByLimits(generation.request.model));
  return isLimited ? "limit" : null;
}
