import type { Advanced } from "./advanced.ts";
import { advanced, ignored } from "./advanced.ts";
import { failedWithoutTask, queuedAgain, runningAfter } from "./after-create.ts";
import type { Change } from "./change.ts";
import type { Generation, Submitting, Uncertain } from "../generation/generation.ts";
import { pendingClaim } from "../generation/status.ts";

type Finding = Extract<
  Change,
  {
    kind:
      | "task-adopted"
      | "attempt-absent"
      | "tasks-possible"
      | "attempt-unresolved"
      | "outcome-claimed"
      | "claim-confirmed"
      | "claim-refused";
  }
>;

/**
 * Applies what the provider's task list, or a person, says about an `uncertain` generation. It is
 * settled by evidence, never by assumption (G1). A task may also be found while a worker still
 * waits for the answer, which then names the same task.
 */
export function afterSettling(generation: Generation, finding: Finding, now: number): Advanced {
  if (generation.status === "submitting" && finding.kind === "task-adopted")
    return adopted(generation, finding);
  if (generation.status !== "uncertain") return ignored(`is ${generation.status}`);
  const { kind } = finding;
  switch (kind) {
    case "task-adopted":
      return adopted(generation, finding);
    case "attempt-absent":
      return afterAbsence(generation, finding, now);
    case "tasks-possible":
      return afterPossible(generation, finding.taskIds);
    case "attempt-unresolved": {
      const failure = { ...generation.failure, kind: "unresolved", charged: null } as const;
      return advanced(failedWithoutTask(generation, failure, now), kind);
    }
    case "outcome-claimed": {
      const { taskId, by } = finding;
      return { ...advanced({ ...generation, claim: { taskId, by, refusal: null } }, kind), by };
    }
    case "claim-confirmed":
    case "claim-refused":
      return afterClaimCheck(generation, finding, now);
  }
}

/** A task that may be ours was listed, so absence has to be shown again from the start. */
function afterPossible(generation: Uncertain, taskIds: readonly string[]): Advanced {
  const possibleTasks = [...new Set([...generation.possibleTasks, ...taskIds])];
  const isNews =
    possibleTasks.length > generation.possibleTasks.length || generation.absentSince !== null;
  return isNews
    ? advanced({ ...generation, possibleTasks, absentSince: null }, null)
    : ignored("was already recorded");
}

/** Two absences that are far enough apart prove that nothing was created. */
function afterAbsence(
  generation: Uncertain,
  { lookedAt, provenAfterMs }: Extract<Finding, { kind: "attempt-absent" }>,
  now: number,
): Advanced {
  const { absentSince } = generation;
  if (absentSince === null)
    return advanced({ ...generation, absentSince: lookedAt }, "attempt-absent");
  if (lookedAt - absentSince < provenAfterMs) return ignored("was checked too recently");
  return queuedWithoutTask(generation, now);
}

/** It is remembered, because a task may still appear. */
function queuedWithoutTask(generation: Uncertain, now: number) {
  const { failure, attempts } = generation;
  const { requestId } = failure;
  const lost = { ...generation.attempt, attempt: attempts, requestId, lateTasks: [] };
  const disproven = [...(generation.disproven ?? []), lost];
  return queuedAgain({ ...generation, disproven }, { ...failure, charged: false }, now);
}

/** A task of a disproven attempt appeared, but the generation has another one, or may have. */
export function afterTaskAppeared(
  generation: Generation,
  { attempt, taskId }: Extract<Change, { kind: "task-appeared" }>,
): Advanced {
  const { disproven = [] } = generation;
  const isNews = disproven.some(
    (one) => one.attempt === attempt && !one.lateTasks.includes(taskId),
  );
  if (!isNews) return ignored("was already recorded");
  const known = disproven.map((one) =>
    one.attempt === attempt
      ? Object.assign({}, one, { lateTasks: [...one.lateTasks, taskId] })
      : one,
  );
  return advanced({ ...generation, disproven: known }, "task-appeared");
}

/** A claim counts once it was checked, unless the person has made another one since. */
function afterClaimCheck(
  generation: Uncertain,
  checked: Extract<Finding, { kind: "claim-confirmed" | "claim-refused" }>,
  now: number,
): Advanced {
  const claim = pendingClaim(generation);
  if (claim === null || claim.taskId !== checked.taskId) return ignored("has another claim");
  const { taskId, by } = claim;
  if (checked.kind === "claim-refused") {
    const refused = { ...generation, claim: { ...claim, refusal: checked.reason } };
    return { ...advanced(refused, "claim-refused"), by };
  }
  if (taskId === null) {
    return { ...queuedWithoutTask(generation, now), event: "attempt-denied", by };
  }
  const settled = adopted(generation, { taskId, requestId: checked.requestId });
  return settled.kind === "ignored" ? settled : { ...settled, by };
}

/** A task of this generation that failed is not the one that was lost (G4). */
function adopted(
  generation: Submitting | Uncertain,
  found: Pick<Extract<Finding, { kind: "task-adopted" }>, "taskId" | "requestId" | "isPresumed">,
): Advanced {
  return generation.failedTasks.includes(found.taskId)
    ? ignored("knows that this task failed")
    : advanced(runningAfter(generation, found), "task-adopted");
}
