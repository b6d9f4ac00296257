import type { EndedTask, GenerationStore, HintPorts } from "@dashqueue/queue/internal";
import { hintTask } from "@dashqueue/queue/internal";

import { CLOCK_ERROR_MS } from "../accounts/provider-clocks.ts";
import type { EndedTasks } from "./ended-tasks.ts";
import type { SweepFindings } from "./sweep-health.ts";

export interface TellPorts extends Pick<HintPorts, "queues" | "now"> {
  readonly store: HintPorts["store"] & Pick<GenerationStore, "runningAmong">;
}

export interface SweepPorts extends TellPorts {
  /** The tasks that polls found ended before a sweep reported them. */
  expected(): Promise<readonly EndedTask[]>;
  /** No longer expects sweeps to report these. */
  stopExpecting(taskIds: readonly string[]): Promise<void>;
}

/** The tasks that sweeps reported as ended and that are still running here, by id. */
export type ToldTasks = Map<string, ToldTask>;

interface ToldTask {
  readonly generationId: string;
  /** How often it had been polled. */
  readonly polls: number;
  readonly at: number;
}

/** With this many reported tasks waiting for their poll, more reports find no end sooner. */
const MOST_TOLD = 300;
/** A query that was sent before the report has been answered by then. */
const POLLED_MS = 20_000;

export interface Sweep extends Pick<EndedTasks, "ids" | "completeSince"> {
  readonly startedAt: number;
  /** How long the list may take to show an end, milliseconds. */
  readonly allowedLagMs: number;
}

/**
 * Treats each task that the list calls ended as a hint, like a completion event: the task is
 * polled now, and only the answer to that poll counts (G4, G6). Compares the list with what polls
 * have found.
 */
export async function tellEnded(
  sweep: Sweep,
  told: ToldTasks,
  ports: SweepPorts,
): Promise<SweepFindings> {
  const polled = await forgetPolled(told, ports);
  const newlyTold = await tell(sweep, told, ports);
  return { ...polled, told: newlyTold, unlisted: await countUnlisted(sweep, ports) };
}

/** Forgets the reported tasks that were polled since. */
async function forgetPolled(
  told: ToldTasks,
  { store, now }: SweepPorts,
): Promise<Pick<SweepFindings, "confirmed" | "running">> {
  const running = await store.runningAmong([...told.values()].map((task) => task.generationId));
  const found = { confirmed: 0, running: 0 };
  for (const [taskId, { generationId, polls, at }] of told) {
    const isDue = now() - at > POLLED_MS;
    if (running.has(generationId) && !isDue) continue;
    const generation = running.has(generationId) ? await store.get(generationId) : null;
    const task = generation?.status === "running" ? generation.task : null;
    const isSame = task?.id === taskId;
    if (isSame && task.polls === polls) continue;
    found[isSame ? "running" : "confirmed"] += 1;
    told.delete(taskId);
  }
  return found;
}

async function tell({ ids }: Sweep, told: ToldTasks, ports: SweepPorts): Promise<number> {
  const untold = [...ids].filter((id) => !told.has(id));
  const owners = await ports.store.ownersOf(untold);
  const owned = untold.flatMap((taskId, index) => {
    const owner = owners[index];
    return owner ? [{ taskId, owner }] : [];
  });
  const running = await ports.store.runningAmong(owned.map(({ owner }) => owner));
  const news = owned.filter(({ owner }) => running.has(owner));
  let count = 0;
  for (const { taskId } of news.slice(0, MOST_TOLD - told.size)) {
    const hinted = await hintTask(ports, taskId);
    if (hinted.kind !== "expedited" || hinted.generation.status !== "running") continue;
    const { id, task } = hinted.generation;
    told.set(taskId, { generationId: id, polls: task.polls, at: ports.now() });
    count += 1;
  }
  return count;
}

/** Compares the ends that polls have found with the list. */
async function countUnlisted(
  { ids, completeSince, startedAt, allowedLagMs }: Sweep,
  { expected, stopExpecting }: SweepPorts,
): Promise<number> {
  if (completeSince === Infinity) return 0;
  const due = (await expected()).filter(
    ({ taskId, endedAt }) => ids.has(taskId) || endedAt < startedAt - allowedLagMs,
  );
  await stopExpecting(due.map(({ taskId }) => taskId));
  const isReached = ({ begunAt }: EndedTask) => begunAt - CLOCK_ERROR_MS >= completeSince;
  return due.filter((task) => !ids.has(task.taskId) && isReached(task)).length;
}
