import type { Change, Changed, Uncertain } from "@dashqueue/queue/internal";
import { TASK_RETENTION_MS } from "@dashqueue/queue/internal";

import type { Place } from "../accounts/accounts.ts";
import type { TaskFilter, TaskList, Unavailable } from "../accounts/task-list.ts";
import type { Outcome } from "../outcome.ts";
import { afterChange } from "../outcome.ts";
import type { Candidate, CandidatePorts } from "./candidates.ts";
import { candidatesOf, CLOCK_SKEW_MS } from "./candidates.ts";
import type { EvidencePorts } from "./evidence.ts";
import { gatherEvidence } from "./evidence.ts";
import { judge } from "./judge.ts";
import { identityOf } from "./prompts.ts";

export interface SettlePorts extends CandidatePorts, EvidencePorts {
  /** Lists the account's tasks, page by page, each in turn (G8). */
  listTasks(place: Place, filter: TaskFilter, signal: AbortSignal): Promise<TaskList>;
  record(id: string, change: Change): Promise<Changed>;
  /** The provider's list shows a task this long after its create request at the latest. */
  readonly reconcileMs: number;
}

/**
 * Settles one create request whose answer was lost (G1).
 *
 * It lists the account's tasks, keeps those that no generation owns (`candidates.ts`), gathers what
 * else is known (`evidence.ts`), and judges whether one of them is the lost task (`judge.ts`).
 *
 * uncertain → running, if the task is found; → queued, if two lists in a row prove that there is
 * none; → failed, after a day, when the provider has deleted the evidence. Until then the
 * generation stays `uncertain` and keeps its slot (G3).
 */
export async function settle(
  uncertain: Uncertain,
  ports: SettlePorts,
  signal: AbortSignal,
): Promise<Outcome> {
  const attempt = uncertain.attempts;
  const { begunAt } = uncertain.attempt;
  if (ports.now() - begunAt > TASK_RETENTION_MS) {
    return advance(
      await ports.record(uncertain.id, { kind: "attempt-unresolved", attempt }),
      ports,
    );
  }
  // The job may run early, for example after a click in the dashboard.
  const earlyMs = begunAt + ports.reconcileMs - ports.now();
  if (earlyMs > 0) return wait(earlyMs, "the provider's list may not show the task yet");
  const lookedAt = ports.now();
  const list = await possibleTasks(uncertain, ports, signal);
  if (signal.aborted) return { kind: "hand-back" };
  if (list.kind === "unavailable")
    return wait(Math.max(list.retryAfterMs ?? 0, ports.reconcileMs), list.failure.message);
  const evidence = await gatherEvidence(uncertain, list.candidates, ports);
  if (signal.aborted) return { kind: "hand-back" };
  const verdict = judge(identityOf(uncertain), evidence);
  switch (verdict.kind) {
    case "undecided":
      return wait(
        ports.reconcileMs,
        "a task in the provider's list may belong to this generation, but cannot be identified yet",
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

/** Returns the tasks that the lost create request may have created. */
export async function possibleTasks(
  { attempt, request }: Uncertain,
  ports: Pick<SettlePorts, "listTasks" | "createMs"> & CandidatePorts,
  signal: AbortSignal,
): Promise<Unavailable | { readonly kind: "tasks"; readonly candidates: readonly Candidate[] }> {
  const filter = {
    models: [request.model],
    from: attempt.begunAt - CLOCK_SKEW_MS,
    to: attempt.begunAt + ports.createMs + CLOCK_SKEW_MS,
  };
  const list = await ports.listTasks(attempt, filter, signal);
  if (list.kind === "unavailable") return list;
  return { kind: "tasks", candidates: await candidatesOf(attempt, list.rows, ports, signal) };
}

/** Adopts the first candidate that no other generation adopted in the meantime. */
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
    };
    const changed = await ports.record(uncertain.id, change);
    if (changed.kind === "changed") return { kind: "advance", generation: changed.generation };
  }
  return wait(ports.reconcileMs, "another generation adopted the task first");
}

function advance(changed: Changed, ports: SettlePorts): Outcome {
  return changed.kind === "ignored"
    ? wait(ports.reconcileMs, changed.reason)
    : afterChange(changed);
}

function wait(delayMs: number, reason: string): Outcome {
  return { kind: "wait", delayMs, reason };
}
