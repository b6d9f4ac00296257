import type { TaskAnswer, TaskRow } from "@dashqueue/dashscope";
import type { Change, Changed, Failure, Generation, Uncertain } from "@dashqueue/queue/internal";
import { RETENTION_MS } from "@dashqueue/queue/internal";

import type { Place } from "../accounts/accounts.ts";
import type { Outcome } from "../outcome.ts";
import { candidatesOf } from "./candidates.ts";
import type { Candidate, Evidence, Intent } from "./reconciliation.ts";
import { judge, promptOf } from "./reconciliation.ts";

export interface SettlePorts {
  /** The account's tasks of these models that were made between these times, all pages, in turn (G8). */
  listTasks(place: Place, wanted: Wanted, signal: AbortSignal): Promise<TaskList>;
  /** Asks about one of them, in turn. */
  look(place: Place, taskId: string, signal: AbortSignal): Promise<TaskAnswer>;
  /** The generations that have these tasks, null where none has; in the same order. */
  ownersOf(taskIds: readonly string[]): Promise<readonly (string | null)[]>;
  /** The lane's generations whose create is on its way, and those whose answer was lost. */
  openAttempts(generation: Uncertain): Promise<readonly Generation[]>;
  record(id: string, change: Change): Promise<Changed>;
  now(): number;
  readonly createMs: number;
  readonly reconcileMs: number;
}

/** Which of an account's tasks are looked for. */
export interface Wanted {
  readonly models: readonly string[];
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

export type TaskList =
  | { readonly kind: "rows"; readonly rows: readonly TaskRow[] }
  | {
      readonly kind: "unavailable";
      readonly failure: Failure;
      readonly retryAfterMs: number | null;
    };

/** Their clock and ours differ by less than this. */
export const SKEW_MS = 2 * 60_000;

/**
 * uncertain → running, when the provider's list shows the task; → queued, when it shows twice that there is none; → failed,
 * when after a day nobody can know. Until then it stays `uncertain`, holds its slot, and is looked for again.
 */
export async function settle(
  uncertain: Uncertain,
  ports: SettlePorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const attempt = uncertain.attempts;
  const { begunAt } = uncertain.attempt;
  if (ports.now() - begunAt > RETENTION_MS) {
    return advance(
      await ports.record(uncertain.id, { kind: "attempt-unresolved", attempt }),
      ports,
    );
  }
  // Somebody may have been impatient: a list that is asked too early proves nothing.
  const earlyMs = begunAt + ports.reconcileMs - ports.now();
  if (earlyMs > 0) return later(earlyMs, "the provider's list may not show it yet");
  const lookedAt = ports.now();
  const wanted = {
    models: [uncertain.request.model],
    from: begunAt - SKEW_MS,
    to: begunAt + ports.createMs + SKEW_MS,
  };
  const list = await ports.listTasks(uncertain.attempt, wanted, signal);
  if (signal.aborted) return { kind: "hand-back" };
  if (list.kind === "unavailable")
    return later(Math.max(list.retryAfterMs ?? 0, ports.reconcileMs), list.failure.message);
  const evidence = await gather(uncertain, list.rows, ports, signal);
  if (signal.aborted) return { kind: "hand-back" };
  const verdict = judge(intentOf(uncertain), evidence);
  switch (verdict.kind) {
    case "undecided":
      return later(
        ports.reconcileMs,
        "a task at the provider may be this one's, and cannot be told apart yet",
      );
    case "absent":
      return advance(
        await ports.record(uncertain.id, {
          kind: "attempt-absent",
          attempt,
          lookedAt,
          provenAfterMs: ports.reconcileMs,
        }),
        ports,
      );
    case "adopt":
      return adopt(uncertain, verdict.candidates, ports);
  }
}

/** The first that nobody else was quicker to adopt. */
async function adopt(
  uncertain: Uncertain,
  candidates: readonly Candidate[],
  ports: SettlePorts,
): Promise<Outcome> {
  for (const { taskId, requestId } of candidates) {
    const change: Change = {
      kind: "task-adopted",
      attempt: uncertain.attempts,
      taskId,
      requestId,
      by: null,
    };
    const changed = await ports.record(uncertain.id, change);
    if (changed.kind === "changed") return { kind: "advance", generation: changed.generation };
  }
  return later(ports.reconcileMs, "another generation was quicker to adopt the task");
}

async function gather(
  uncertain: Uncertain,
  rows: readonly TaskRow[],
  ports: SettlePorts,
  signal: AbortSignal,
): Promise<Evidence> {
  const look = (taskId: string) => ports.look(uncertain.attempt, taskId, signal);
  const candidates = await candidatesOf(rows, { look, ownersOf: ports.ownersOf }, signal);
  const open = await ports.openAttempts(uncertain);
  const uncertains = open.filter(({ status }) => status === "uncertain");
  const own = JSON.stringify(uncertain.request);
  // One whose create was a little earlier has been given up by then, and its task would look like ours.
  const othersAreThere =
    ports.now() - uncertain.attempt.begunAt < RETENTION_MS - ports.createMs - 2 * SKEW_MS;
  return {
    candidates,
    openIntents: uncertains.length,
    alike: othersAreThere && uncertains.every(({ request }) => JSON.stringify(request) === own),
    rank: rankOf(uncertain, uncertains),
    underway: open
      .filter(({ status }) => status === "submitting")
      .map((generation) => intentOf(generation).prompt),
  };
}

function rankOf(own: Uncertain, uncertains: readonly Generation[]): Evidence["rank"] {
  const rivals = uncertains
    .filter(
      (other): other is Uncertain =>
        other.status === "uncertain" && promptOf(other) === promptOf(own),
    )
    .toSorted((one, other) => one.attempt.begunAt - other.attempt.begunAt);
  const isAlike = rivals.every(
    ({ request }) => JSON.stringify(request) === JSON.stringify(own.request),
  );
  return isAlike
    ? null
    : { index: rivals.findIndex(({ id }) => id === own.id), count: rivals.length };
}

function intentOf(generation: Generation): Intent {
  return {
    prompt: promptOf(generation),
    requestId: generation.status === "uncertain" ? generation.failure.requestId : null,
  };
}

function advance(changed: Changed, ports: SettlePorts): Outcome {
  switch (changed.kind) {
    case "changed":
      return { kind: "advance", generation: changed.generation };
    case "ignored":
      return later(ports.reconcileMs, changed.reason);
    case "missing":
      return { kind: "done" };
  }
}

function later(delayMs: number, reason: string): Outcome {
  return { kind: "wait", delayMs, reason };
}
