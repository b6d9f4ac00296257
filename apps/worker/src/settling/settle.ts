import type { Change, Changed, Generation, Uncertain } from "@dashqueue/queue/internal";
import { deadlinesOf, LIST_NOT_READ, TASK_RETENTION_MS } from "@dashqueue/queue/internal";

import { unreadText } from "../accounts/task-list.ts";
import type { Outcome } from "../outcome.ts";
import { afterChange, wait } from "../outcome.ts";
import type { Candidate } from "./candidates.ts";
import { isLate, mayBeCharged } from "./candidates.ts";
import type { EvidencePorts } from "./evidence.ts";
import { gatherEvidence } from "./evidence.ts";
import { judge } from "./judge.ts";
import type { PossibleTasksPorts } from "./possible-tasks.ts";
import { possibleTasks } from "./possible-tasks.ts";
import { identityOf } from "./prompts.ts";
import { proofOf } from "./proof.ts";
import type { TaskReports } from "./task-reports.ts";

export interface SettlePorts extends PossibleTasksPorts, EvidencePorts {
  record(generation: Generation, change: Change): Promise<Changed>;
  readonly reports: Pick<TaskReports, "ambiguous" | "doubted" | "late" | "listed" | "unlisted">;
}

/**
 * Settles one create request whose answer was lost (G1).
 *
 * It lists the account's tasks and keeps those that no generation owns (`possible-tasks.ts`),
 * gathers what else is known (`evidence.ts`), and judges whether one of them is the lost task
 * (`judge.ts`). Whether a list without it proves anything is decided in `proof.ts`.
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
  const { attempt } = uncertain;
  const { listedBy } = deadlinesOf(attempt, ports.waits);
  if (ports.now() - attempt.begunAt > TASK_RETENTION_MS) {
    const change = { kind: "attempt-unresolved", attempt: uncertain.attempts } as const;
    return changedOrWait(await ports.record(uncertain, change), ports);
  }
  // The job may run early, for example after a click in the dashboard.
  const earlyMs = listedBy - ports.now();
  if (earlyMs > 0) return wait(earlyMs, `${LIST_NOT_READ}${NOT_SHOWN_YET}`);
  const lookedAt = ports.now();
  const list = await possibleTasks(uncertain, ports, signal);
  if (signal.aborted) return { kind: "hand-back" };
  const { reconcileMs } = ports.waits;
  if (list.kind === "unavailable")
    return wait(Math.max(list.retryAfterMs ?? 0, reconcileMs), unreadText(list.failure));
  const { candidates } = list;
  const evidence = await gatherEvidence(uncertain, candidates, ports);
  const verdict = judge(identityOf(uncertain), evidence);
  switch (verdict.kind) {
    case "undecided":
      if (verdict.isAmbiguous) ports.reports.ambiguous(uncertain, candidates);
      await ports.record(uncertain, {
        kind: "tasks-possible",
        attempt: uncertain.attempts,
        taskIds: candidates.filter(mayBeCharged).map(({ taskId }) => taskId),
      });
      return wait(
        reconcileMs,
        "a task in the provider's list may belong to this generation, but cannot be identified yet",
      );
    case "absent": {
      const proof = proofOf(uncertain, list, ports.waits);
      if (proof.kind === "nothing") {
        ports.reports.doubted(uncertain, proof);
        return wait(reconcileMs, proof.message);
      }
      return changedOrWait(
        await ports.record(uncertain, {
          kind: "attempt-absent",
          attempt: uncertain.attempts,
          lookedAt,
          provenAfterMs: proof.afterMs,
        }),
        ports,
      );
    }
    case "adopt":
      return adopt(uncertain, verdict.candidates, ports);
  }
}

const NOT_SHOWN_YET = "it may not show the task yet";

/** Adopts the first candidate that no other generation adopted in the meantime. */
async function adopt(
  uncertain: Uncertain,
  candidates: readonly Candidate[],
  ports: SettlePorts,
): Promise<Outcome> {
  for (const candidate of candidates) {
    const { taskId, requestId } = candidate;
    const change: Change = {
      kind: "task-adopted",
      attempt: uncertain.attempts,
      taskId,
      requestId,
    };
    const changed = await ports.record(uncertain, change);
    if (changed.kind !== "changed") continue;
    if (isLate(candidate, deadlinesOf(uncertain.attempt, ports.waits)))
      ports.reports.late(uncertain, taskId);
    return { kind: "advance", generation: changed.generation };
  }
  return wait(ports.waits.reconcileMs, "another generation adopted the task first");
}

function changedOrWait(changed: Changed, { waits }: SettlePorts): Outcome {
  return changed.kind === "ignored"
    ? wait(waits.reconcileMs, changed.reason)
    : afterChange(changed);
}
