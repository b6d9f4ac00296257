import type { Begun, Change, Changed, Generation } from "@dashqueue/queue";
import { RETENTION_MS } from "@dashqueue/queue";

import type { CandidatePorts } from "./candidates.ts";
import { candidatesOf } from "./candidates.ts";
import { pause } from "./pause.ts";
import type { Candidate } from "./reconciliation.ts";
import { explain, promptOf } from "./reconciliation.ts";
import type { TaskList, Window } from "./stages/settle.ts";
import { SKEW_MS } from "./stages/settle.ts";

export interface RestartCheckPorts extends CandidatePorts {
  /** The account's tasks of the lane's model that were made between these times, in turn (G8). */
  listTasks(window: Window, signal: AbortSignal): Promise<TaskList>;
  /** The lane's generations that wait for a create, or for the answer to one. */
  openGenerations(): Promise<readonly Generation[]>;
  record(id: string, change: Change): Promise<Changed>;
  /** When Redis was first seen to be another server; null where it is not. */
  serverSince(): Promise<number | null>;
  /** From now on the lane admits creates again. */
  checked(since: number): Promise<void>;
  /** Tasks of the account that are no generation's: of another system, or of a record that Redis has lost altogether. */
  report(foreign: readonly Candidate[]): void;
  /** Tasks that may be a waiting generation's, and cannot be told apart yet: until then the lane is closed. */
  waitsFor(undecided: readonly Candidate[]): void;
  readonly where: Pick<Begun, "account" | "baseUrl">;
  now(): number;
  readonly reconcileMs: number;
}

/** Whoever waits at the door asks again after this at the latest. */
const LOOK_AGAIN_MS = 5_000;

/**
 * Compares a lane's tasks at the provider with ours, before its first create after Redis restarted or failed over: what Redis
 * has forgotten may have been bought. Does one step and returns; the door asks again until the lane is checked.
 *
 * The provider's list is given as long as after a lost answer to show what was made last.
 */
export async function checkAfterRestart(ports: RestartCheckPorts, signal: AbortSignal): Promise<void> {
  const since = await ports.serverSince();
  if (since === null) return;
  const earlyMs = since + ports.reconcileMs - ports.now();
  if (earlyMs > 0) return pause(Math.min(earlyMs, LOOK_AGAIN_MS), signal);
  // What is made later is not forgotten.
  const window = { from: ports.now() - RETENTION_MS, to: since + SKEW_MS };
  const list = await ports.listTasks(window, signal);
  if (signal.aborted) return;
  if (list.kind === "unavailable") return pause(Math.max(list.retryAfterMs ?? 0, LOOK_AGAIN_MS), signal);
  const candidates = await candidatesOf(list.rows, ports, signal);
  const open = await ports.openGenerations();
  if (signal.aborted) return;
  const { recovered, undecided, foreign } = explain(candidates, open.toSorted(byAge).map(suspectOf));
  for (const { generationId, candidate } of recovered) {
    const { taskId, requestId, createdAt } = candidate;
    const begun = { ...ports.where, begunAt: createdAt ?? since };
    await ports.record(generationId, { kind: "task-recovered", begun, taskId, requestId });
  }
  if (undecided.length > 0) {
    ports.waitsFor(undecided);
    return pause(ports.reconcileMs, signal);
  }
  if (foreign.length > 0) ports.report(foreign);
  await ports.checked(since);
}

function byAge(one: Generation, other: Generation): number {
  return one.createdAt - other.createdAt;
}

function suspectOf(generation: Generation) {
  return {
    generationId: generation.id,
    prompt: promptOf(generation),
    // A task that is older than the generation is not its own.
    notBefore: generation.createdAt - SKEW_MS,
    waits: generation.status === "queued",
  };
}
