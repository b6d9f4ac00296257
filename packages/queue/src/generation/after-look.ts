import { failedWithoutTask, queuedAgain, runningAfter } from "./after-create.ts";
import type { Advanced, Change } from "./change.ts";
import type { Generation } from "./generation.ts";

type Look = Extract<
  Change,
  { kind: "task-adopted" | "attempt-absent" | "attempt-unresolved" | "attempt-denied" }
>;

/**
 * What a look at the provider's list makes of an `uncertain` generation. Settled by looking, never by guessing (G1).
 */
export function afterLook(generation: Generation, look: Look, now: number): Advanced<Generation> {
  if (generation.status !== "uncertain")
    return { kind: "ignored", reason: `is ${generation.status}` };
  switch (look.kind) {
    case "task-adopted":
      return {
        kind: "advanced",
        event: "task-adopted",
        generation: runningAfter(generation, look),
        ...(look.by === null ? {} : { by: look.by }),
      };
    case "attempt-denied":
      return {
        ...queuedAgain(generation, { ...generation.failure, charged: false }, now),
        event: "attempt-denied",
        by: look.by,
      };
    case "attempt-absent": {
      const { absentSince, failure } = generation;
      if (absentSince === null) {
        return {
          kind: "advanced",
          event: "attempt-absent",
          generation: { ...generation, absentSince: look.lookedAt },
        };
      }
      if (look.lookedAt - absentSince < look.provenAfterMs)
        return { kind: "ignored", reason: "was looked for just now" };
      return queuedAgain(generation, { ...failure, charged: false }, now);
    }
    case "attempt-unresolved": {
      const failure = { ...generation.failure, kind: "unresolved", charged: null } as const;
      return failedWithoutTask(generation, "attempt-unresolved", failure, now);
    }
  }
}
