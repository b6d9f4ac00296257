import type { Change, Changed, Claim, Uncertain } from "@dashqueue/queue/internal";
import { deadlinesOf, pendingClaim, TASK_RETENTION_MS } from "@dashqueue/queue/internal";

import { listedModelOf, placeOfTask } from "../accounts/accounts.ts";
import type { Outcome } from "../outcome.ts";
import { afterChange } from "../outcome.ts";
import type { SettlePorts } from "../settling/settle.ts";
import { possibleTasks } from "../settling/possible-tasks.ts";
import type { TaskReports } from "../settling/task-reports.ts";
import type { Finding } from "./judge-claim.ts";
import { judgeDenial, judgeNamedTask, unknownTask } from "./judge-claim.ts";

export interface ClaimPorts extends SettlePorts {
  /** Returns the tenant whose generation owns a task; null if none does. */
  tenantOfTask(taskId: string): Promise<string | null>;
  readonly reports: SettlePorts["reports"] & Pick<TaskReports, "claimChecked">;
}

/**
 * Checks what a person says about a lost create request, before it counts (G1). Returns null if the
 * provider does not answer: the claim stays, and the generation is settled as usual.
 */
export async function checkClaim(
  uncertain: Uncertain,
  claim: Claim,
  ports: ClaimPorts,
  signal: AbortSignal,
): Promise<Outcome | null> {
  const finding = await find(uncertain, claim, ports, signal);
  if (signal.aborted) return { kind: "hand-back" };
  switch (finding.kind) {
    case "unanswered":
      return null;
    case "refused":
      return refuse(uncertain, claim, finding.reason, ports);
    case "confirmed":
      return confirm(uncertain, claim, finding.requestId, ports);
  }
}

async function find(
  uncertain: Uncertain,
  { taskId }: Claim,
  ports: ClaimPorts,
  signal: AbortSignal,
): Promise<Finding> {
  const { attempt } = uncertain;
  if (taskId === null) {
    const now = ports.now();
    // Too early, the list may not show the task yet; too late, it does not show it any more.
    if (now < deadlinesOf(attempt, ports.waits).listedBy) return TOO_EARLY;
    if (now - attempt.begunAt > TASK_RETENTION_MS) return { kind: "unanswered" };
    return judgeDenial(uncertain, await possibleTasks(uncertain, ports, signal));
  }
  const models = [listedModelOf(uncertain, ports.findModel)];
  const filter = { models, from: 0, to: Infinity, taskId };
  const place = placeOfTask(uncertain);
  const [tenant, answer] = await Promise.all([
    ports.tenantOfTask(taskId),
    ports.readTaskAt(place, taskId, signal),
  ]);
  const list = await ports.listTasks(place, filter, signal);
  // Only after the same calls: whether another tenant has such a task must not show in the time.
  return answer.kind === "task" && tenant !== null && tenant !== uncertain.tenant
    ? unknownTask(uncertain, taskId)
    : judgeNamedTask(uncertain, taskId, answer, list);
}

const TOO_EARLY: Finding = {
  kind: "refused",
  reason:
    "The create request was sent a moment ago, and DashScope's task list may not show its task yet. Repeat this in a few minutes.",
};

async function confirm(
  uncertain: Uncertain,
  claim: Claim,
  requestId: string | null,
  ports: ClaimPorts,
): Promise<Outcome> {
  const change: Change = { kind: "claim-confirmed", ...about(uncertain, claim), requestId };
  const changed = await ports.record(uncertain, change);
  if (changed.kind === "ignored" && isStillClaimed(changed, claim))
    return refuse(uncertain, claim, `The generation ${changed.reason}.`, ports);
  if (changed.kind === "changed") ports.reports.claimChecked(changed.generation, claim, null);
  return afterChange(changed);
}

async function refuse(
  uncertain: Uncertain,
  claim: Claim,
  reason: string,
  ports: ClaimPorts,
): Promise<Outcome> {
  const change: Change = { kind: "claim-refused", ...about(uncertain, claim), reason };
  const changed = await ports.record(uncertain, change);
  if (changed.kind === "changed") ports.reports.claimChecked(changed.generation, claim, reason);
  return afterChange(changed);
}

/** The reducer took the claim, but another generation owns the task (G4). */
function isStillClaimed({ generation }: Extract<Changed, { kind: "ignored" }>, claim: Claim) {
  return pendingClaim(generation)?.taskId === claim.taskId;
}

function about({ attempts }: Uncertain, { taskId }: Claim) {
  return { attempt: attempts, taskId };
}
