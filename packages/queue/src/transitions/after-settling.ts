import type { Advanced } from "./advanced.ts";
import { advanced, ignored } from "./advanced.ts";
import { failedWithoutTask, queuedAgain, runningAfter } from "./after-create.ts";
import type { Change } from "./change.ts";
import type { Generation, Uncertain } from "../generation/generation.ts";

type Finding = Extract<
  Change,
  { kind: "task-adopted" | "attempt-absent" | "attempt-unresolved" | "attempt-denied" }
>;

/**
 * Applies what the provider's task list, or a person, says about an `uncertain` generation. It is
 * settled by evidence, never by assumption (G1).
 */
export function afterSettling(generation: Generation, finding: Finding, now: number): Advanced {
  if (generation.status !== "uncertain") return ignored(`is ${generation.status}`);
  const { kind } = finding;
  switch (kind) {
    case "task-adopted": {
      const { by } = finding;
      const adopted = advanced(runningAfter(generation, finding), kind);
      return by === null ? adopted : { ...adopted, by };
    }
    case "attempt-denied":
      return {
        ...queuedAgain(generation, { ...generation.failure, charged: false }, now),
        event: kind,
        by: finding.by,
      };
    case "attempt-absent":
      return afterAbsence(generation, finding, now);
    case "attempt-unresolved": {
      const failure = { ...generation.failure, kind: "unresolved", charged: null } as const;
      return advanced(failedWithoutTask(generation, failure, now), kind);
    }
  }
}

/** Two absences that are far enough apart prove that nothing was created. */
function afterAbsence(
  generation: Uncertain,
  { lookedAt, provenAfterMs }: Extract<Finding, { kind: "attempt-absent" }>,
  now: number,
): Advanced {
  const { absentSince, failure } = generation;
  if (absentSince === null)
    return advanced({ ...generation, absentSince: lookedAt }, "attempt-absent");
  if (lookedAt - absentSince < provenAfterMs) return ignored("was checked too recently");
  return queuedAgain(generation, { ...failure, charged: false }, now);
}
