import { isSameModel } from "@dashqueue/dashscope";

import type { Candidate } from "./candidates.ts";
import { mayBeCharged, oldestFirst } from "./candidates.ts";
import { comparePrompts } from "./prompts.ts";

/** A generation whose create request Redis may have forgotten. */
export interface Suspect {
  readonly generationId: string;
  /** By the provider's name. */
  readonly model: string;
  readonly prompt: string | null;
  /** Epoch milliseconds; its task was not created earlier. */
  readonly notBefore: number;
  /** Whether it is queued. A generation with an open attempt finds its task by itself. */
  readonly waits: boolean;
}

export interface Explanation<C extends Candidate> {
  readonly recovered: readonly { readonly generationId: string; readonly candidate: C }[];
  /** Tasks that may belong to a suspect, but cannot be identified yet. */
  readonly undecided: readonly C[];
  /** Tasks that belong to no suspect. */
  readonly foreign: readonly C[];
}

/**
 * Attributes unowned tasks to generations after Redis lost a part of its records (G9). The oldest
 * task with a prompt goes to the first queued suspect with that prompt. A task without a visible
 * prompt may belong to any suspect until it succeeds.
 */
export function explain<C extends Candidate>(
  candidates: readonly C[],
  suspects: readonly Suspect[],
): Explanation<C> {
  const left = new Set(suspects);
  const recovered: { generationId: string; candidate: C }[] = [];
  const undecided: C[] = [];
  const foreign: C[] = [];
  for (const candidate of oldestFirst(candidates.filter(mayBeCharged))) {
    const { prompt, status } = candidate;
    const possible = [...left].filter((suspect) => mayOwn(suspect, candidate));
    const comparisons = possible.map((suspect) => comparePrompts(suspect.prompt, prompt));
    const owner = possible.find(({ waits }, index) => waits && comparisons[index] === "same");
    const isHidden = prompt === null && status !== "SUCCEEDED";
    if (owner !== undefined) {
      left.delete(owner);
      recovered.push({ generationId: owner.generationId, candidate });
    } else if (
      comparisons.some((comparison) => comparison !== "different") ||
      (isHidden && possible.length > 0)
    ) {
      undecided.push(candidate);
    } else {
      foreign.push(candidate);
    }
  }
  return { recovered, undecided, foreign };
}

function mayOwn(suspect: Suspect, { model, createdAt }: Candidate): boolean {
  const isItsModel = model === null || isSameModel(suspect.model, model);
  return isItsModel && (createdAt === null || createdAt >= suspect.notBefore);
}
