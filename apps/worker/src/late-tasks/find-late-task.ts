import type {
  AttemptStart,
  Change,
  Changed,
  DisprovenAttempt,
  Generation,
  Queued,
  Uncertain,
} from "@dashqueue/queue/internal";
import { possibleAttempts } from "@dashqueue/queue/internal";

import { mayBeCharged } from "../settling/candidates.ts";
import type { EvidencePorts } from "../settling/evidence.ts";
import { gatherEvidence } from "../settling/evidence.ts";
import { judge } from "../settling/judge.ts";
import { isRival } from "../settling/open-generations.ts";
import type { PossibleTasksPorts } from "../settling/possible-tasks.ts";
import { possibleTasks } from "../settling/possible-tasks.ts";
import { identityOf } from "../settling/prompts.ts";
import type { TaskReports } from "../settling/task-reports.ts";

export interface LateTaskPorts extends PossibleTasksPorts, Omit<EvidencePorts, "openAttempts"> {
  /** Returns the generations that have no task yet. */
  generationsWithoutTask(): Promise<readonly Generation[]>;
  record(generation: Generation, change: Change): Promise<Changed>;
  readonly reports: Pick<TaskReports, "late" | "lateUndecided" | "listed" | "unlisted">;
}

/** Whether a generation that waits to be bought again has a task after all. */
export type LateLook =
  | { readonly kind: "none" }
  /** It has one, or was changed by another worker. */
  | { readonly kind: "changed"; readonly generation: Generation }
  /** A task may belong to it, or the provider does not list its tasks. */
  | { readonly kind: "undecided"; readonly waitMs: number };

/**
 * Looks for tasks that appeared after the provider's list had shown none, before the generation is
 * bought again (G1). The list is judged as for a lost answer.
 */
export async function findLateTask(
  queued: Queued,
  ports: LateTaskPorts,
  signal: AbortSignal,
): Promise<LateLook> {
  const undecided = { kind: "undecided", waitMs: ports.waits.reconcileMs } as const;
  for (const disproven of possibleAttempts(queued, ports.now())) {
    const lost = asUncertain(queued, disproven);
    const found = await possibleTasks(lost, ports, signal);
    if (signal.aborted || found.kind === "unavailable") return undecided;
    const openAttempts = () => lostAttempts(lost, ports);
    // A task that cost nothing needs no slot: the generation is bought again anyway.
    const candidates = found.candidates.filter(mayBeCharged);
    const evidence = await gatherEvidence(lost, candidates, { ...ports, openAttempts });
    const verdict = judge(identityOf(lost), evidence);
    if (verdict.kind === "absent") continue;
    if (verdict.kind === "undecided") {
      ports.reports.lateUndecided(queued, candidates);
      return undecided;
    }
    const begun = begunOf(disproven);
    for (const { taskId, requestId } of verdict.candidates) {
      const change = { kind: "task-recovered", begun, taskId, requestId } as const;
      const changed = await ports.record(queued, change);
      if (changed.kind === "changed") ports.reports.late(queued, taskId);
      if (changed.kind !== "missing" && changed.generation.status !== "queued")
        return { kind: "changed", generation: changed.generation };
    }
    return undecided;
  }
  return { kind: "none" };
}

/** The generation as it was while the answer to this attempt was missing. */
export function asUncertain(generation: Generation, disproven: DisprovenAttempt): Uncertain {
  const { requestId, attempt: attempts } = disproven;
  const failure = { kind: "network", code: "", message: "", requestId, charged: null } as const;
  const lost = {
    attempt: begunOf(disproven),
    attempts,
    failure,
    absentSince: null,
    possibleTasks: [],
    claim: null,
  };
  return { ...generation, ...lost, status: "uncertain" };
}

function begunOf(disproven: DisprovenAttempt): AttemptStart {
  const { attempt: _, requestId: __, lateTasks: ___, ...begun } = disproven;
  return begun;
}

/** The attempts whose tasks may be confused with this one's, itself included. */
async function lostAttempts(
  lost: Uncertain,
  { generationsWithoutTask, findModel, now }: LateTaskPorts,
): Promise<readonly Generation[]> {
  return (await generationsWithoutTask())
    .flatMap((generation) => {
      if (generation.status !== "queued") return [generation];
      const last = possibleAttempts(generation, now()).at(-1);
      return last === undefined ? [] : [asUncertain(generation, last)];
    })
    .filter((other) => isRival(other, lost, findModel));
}
