import { modelsInGroup, modelsSharing } from "@dashqueue/dashscope";
import type { Change, Changed, Generation, Lane, Queued } from "@dashqueue/queue/internal";
import { laneOf, nextLane, TASK_RETENTION_MS } from "@dashqueue/queue/internal";

import type { Place } from "../accounts/accounts.ts";
import type { TaskFilter, TaskList, Unavailable } from "../accounts/task-list.ts";
import { sleep } from "../sleep.ts";
import type { Candidate, CandidatePorts } from "./candidates.ts";
import { candidatesOf, CLOCK_SKEW_MS } from "./candidates.ts";
import type { Suspect } from "./explain.ts";
import { explain } from "./explain.ts";
import { promptOf } from "./prompts.ts";
import type { TaskReports } from "./task-reports.ts";

export interface RestartCheckPorts extends CandidatePorts {
  /** Every account: a forgotten task may be at any of them. */
  readonly places: readonly Place[];
  /** Lists the account's tasks, page by page, each in turn (G8). */
  listTasks(place: Place, filter: TaskFilter, signal: AbortSignal): Promise<TaskList>;
  /** Returns the provider's name of a model. */
  sentAs(model: string): string;
  /** Returns the generations of these models that have no task yet. */
  generationsWithoutTask(models: readonly string[]): Promise<readonly Generation[]>;
  record(id: string, change: Change): Promise<Changed>;
  /** Returns when Redis was first seen to be another server; null if it is still the first. */
  serverSince(): Promise<number | null>;
  /** Lets the lane admit generations again. */
  checked(lane: Lane, since: number): Promise<void>;
  readonly reports: Pick<TaskReports, "foreign" | "undecided">;
  now(): number;
  /** The provider's list shows a task this long after its create request at the latest. */
  readonly reconcileMs: number;
}

/** The caller asks the lane again after this at the latest. */
const MAX_WAIT_MS = 5_000;

/**
 * Compares the provider's tasks of a lane's models, on every account, with our records. It runs
 * before the first create request after Redis restarted or failed over, because Redis may have
 * forgotten a task that was bought (G1, G9).
 *
 * One call makes one step; the door calls again until the lanes are open. As after a lost answer,
 * the provider's list gets `reconcileMs` to show the newest tasks.
 */
export async function checkAfterRestart(
  queued: Queued,
  ports: RestartCheckPorts,
  signal: AbortSignal,
): Promise<void> {
  const since = await ports.serverSince();
  if (since === null) return;
  const earlyMs = since + ports.reconcileMs - ports.now();
  if (earlyMs > 0) return sleep(Math.min(earlyMs, MAX_WAIT_MS), signal);
  const { model } = queued.request;
  const lanes = ports.places.map(({ account }) => nextLane(queued, account));
  const models = modelsOf(lanes, model);
  const candidates: FoundTask[] = [];
  for (const place of ports.places) {
    const found = await tasksAt(place, models, since, ports, signal);
    if (signal.aborted) return;
    if (found.kind === "unavailable")
      return sleep(Math.max(found.retryAfterMs ?? 0, MAX_WAIT_MS), signal);
    candidates.push(...found.tasks);
  }
  const open = await ports.generationsWithoutTask(models);
  if (signal.aborted) return;
  const suspects = open.toSorted(byAge).map((generation) => suspectOf(generation, ports));
  const { recovered, undecided, foreign } = explain(candidates, suspects);
  for (const { generationId, candidate } of recovered) {
    const { taskId, requestId, createdAt, place } = candidate;
    const { account, baseUrl } = place;
    const lane = laneOf(account, model).model;
    const begun = { account, lane, baseUrl, begunAt: createdAt ?? since };
    await ports.record(generationId, { kind: "task-recovered", begun, taskId, requestId });
  }
  if (undecided.length > 0) {
    ports.reports.undecided(models, undecided);
    return sleep(ports.reconcileMs, signal);
  }
  if (foreign.length > 0) ports.reports.foreign(models, foreign);
  for (const lane of lanes) await ports.checked(lane, since);
}

/**
 * The models whose tasks must be compared before these lanes open: those that share the limits of
 * the waiting one, and those of a lane that the waiting one kept when a release regrouped it.
 */
function modelsOf(lanes: readonly Lane[], model: string): readonly string[] {
  const inLanes = lanes.flatMap(({ model: group }) => modelsInGroup(group));
  return [...new Set([...modelsSharing(model), ...inLanes])];
}

interface FoundTask extends Candidate {
  readonly place: Place;
}

async function tasksAt(
  place: Place,
  models: readonly string[],
  since: number,
  ports: RestartCheckPorts,
  signal: AbortSignal,
): Promise<Unavailable | { readonly kind: "found"; readonly tasks: FoundTask[] }> {
  // Redis has not forgotten tasks that were created after its restart.
  const filter = { models, from: ports.now() - TASK_RETENTION_MS, to: since + CLOCK_SKEW_MS };
  const list = await ports.listTasks(place, filter, signal);
  if (list.kind === "unavailable") return list;
  const candidates = await candidatesOf(place, list.rows, ports, signal);
  return {
    kind: "found",
    tasks: candidates.map((candidate) => Object.assign(candidate, { place })),
  };
}

function byAge(one: Generation, other: Generation): number {
  return one.createdAt - other.createdAt;
}

function suspectOf(generation: Generation, { sentAs }: RestartCheckPorts): Suspect {
  return {
    generationId: generation.id,
    model: sentAs(generation.request.model),
    prompt: promptOf(generation),
    // A task older than the generation is not its own.
    notBefore: generation.createdAt - CLOCK_SKEW_MS,
    waits: generation.status === "queued",
  };
}
