import type { TaskAnswer } from "@dashqueue/dashscope";
import type { Change, Changed, Generation } from "@dashqueue/queue/internal";
import { RETENTION_MS } from "@dashqueue/queue/internal";

import type { Place } from "../accounts/accounts.ts";
import type { CandidatePorts } from "./candidates.ts";
import { candidatesOf } from "./candidates.ts";
import { pause } from "../loop/pause.ts";
import type { Candidate, Suspect } from "./reconciliation.ts";
import { explain, promptOf } from "./reconciliation.ts";
import type { TaskList, Wanted } from "./settle.ts";
import { SKEW_MS } from "./settle.ts";

export interface RestartCheckPorts {
  /** Every account: a forgotten task may be at any of them. */
  readonly places: readonly LanePlace[];
  readonly models: readonly string[];
  /** An account's tasks of these models that were made between these times, in turn (G8). */
  listTasks(place: Place, wanted: Wanted, signal: AbortSignal): Promise<TaskList>;
  /** Asks about one of them, in turn. */
  look(place: Place, taskId: string, signal: AbortSignal): Promise<TaskAnswer>;
  ownersOf: CandidatePorts["ownersOf"];
  /** What a model is called at the provider. */
  sentAs(model: string): string;
  /** The generations of these models that wait for a create, or for the answer to one. */
  openGenerations(): Promise<readonly Generation[]>;
  record(id: string, change: Change): Promise<Changed>;
  /** When Redis was first seen to be another server; null where it is not. */
  serverSince(): Promise<number | null>;
  /** From now on the lanes admit creates again. */
  checked(since: number): Promise<void>;
  /** Tasks of the account that are no generation's: of another system, or of a record that Redis has lost altogether. */
  report(foreign: readonly Candidate[]): void;
  /** Tasks that may be a waiting generation's, and cannot be told apart yet: until then the lanes are closed. */
  waitsFor(undecided: readonly Candidate[]): void;
  now(): number;
  readonly reconcileMs: number;
}

/** Whoever waits at the door asks again after this at the latest. */
const LOOK_AGAIN_MS = 5_000;

/**
 * Compares the tasks of a lane's models at every account with ours, before the first create after Redis restarted or failed
 * over: what Redis has forgotten may have been bought. Does one step and returns; the door asks again until the lane is checked.
 *
 * The provider's list is given as long as after a lost answer to show what was made last.
 */
export async function checkAfterRestart(
  ports: RestartCheckPorts,
  signal: AbortSignal,
): Promise<void> {
  const since = await ports.serverSince();
  if (since === null) return;
  const earlyMs = since + ports.reconcileMs - ports.now();
  if (earlyMs > 0) return pause(Math.min(earlyMs, LOOK_AGAIN_MS), signal);
  const candidates: FoundTask[] = [];
  for (const place of ports.places) {
    const found = await tasksAt(place, since, ports, signal);
    if (signal.aborted) return;
    if (found.kind === "unavailable")
      return pause(Math.max(found.retryAfterMs ?? 0, LOOK_AGAIN_MS), signal);
    candidates.push(...found.tasks);
  }
  const open = await ports.openGenerations();
  if (signal.aborted) return;
  const suspects = open.toSorted(byAge).map((generation) => suspectOf(generation, ports));
  const { recovered, undecided, foreign } = explain(candidates, suspects);
  for (const { generationId, candidate } of recovered) {
    const { taskId, requestId, createdAt, place } = candidate;
    const begun = { ...place, begunAt: createdAt ?? since };
    await ports.record(generationId, { kind: "task-recovered", begun, taskId, requestId });
  }
  if (undecided.length > 0) {
    ports.waitsFor(undecided);
    return pause(ports.reconcileMs, signal);
  }
  if (foreign.length > 0) ports.report(foreign);
  await ports.checked(since);
}

/** Where tasks of the models are made, with the lane in which they count there. */
export interface LanePlace extends Place {
  readonly lane: string;
}

interface FoundTask extends Candidate {
  readonly place: LanePlace;
}

async function tasksAt(
  place: LanePlace,
  since: number,
  ports: RestartCheckPorts,
  signal: AbortSignal,
): Promise<
  | Extract<TaskList, { kind: "unavailable" }>
  | { readonly kind: "found"; readonly tasks: FoundTask[] }
> {
  // What is made later is not forgotten.
  const wanted = { models: ports.models, from: ports.now() - RETENTION_MS, to: since + SKEW_MS };
  const list = await ports.listTasks(place, wanted, signal);
  if (list.kind === "unavailable") return list;
  const look = (taskId: string) => ports.look(place, taskId, signal);
  const candidates = await candidatesOf(list.rows, { look, ownersOf: ports.ownersOf }, signal);
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
    // A task that is older than the generation is not its own.
    notBefore: generation.createdAt - SKEW_MS,
    waits: generation.status === "queued",
  };
}
