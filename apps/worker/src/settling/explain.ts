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
  /** Equal for requests whose tasks are interchangeable. */
  readonly request: string;
  /** Epoch milliseconds; its task was not created earlier. */
  readonly notBefore: number;
  /** Before this time its task may have been created too: Redis was emptied then, if it was. */
  readonly orUntil: number | null;
  /**
   * Whether it needs a task: now, later if the one that it has fails, or not, because it has an
   * open attempt and finds its task by itself.
   */
  readonly needs: "now" | "later" | "not";
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
 * prompt may belong to any suspect; if it never shows one, the counts decide, as for a lost answer.
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
    const owner = possible.find(
      (suspect, index) => waits(suspect) && comparisons[index] === "same",
    );
    const isHidden =
      prompt === null && (status !== "SUCCEEDED" || possible.some(({ needs }) => needs !== "not"));
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
  const counted = byCount(undecided, [...left].filter(waits));
  return counted.length === 0
    ? { recovered, undecided, foreign }
    : { recovered: [...recovered, ...counted], undecided: [], foreign };
}

/** As many identical requests as succeeded tasks without a prompt: any may own any of them. */
function byCount<C extends Candidate>(
  undecided: readonly C[],
  waiting: readonly Suspect[],
): Explanation<C>["recovered"] {
  const isCountable = undecided.every(
    (task) =>
      task.prompt === null &&
      task.status === "SUCCEEDED" &&
      waiting.every((suspect) => mayOwn(suspect, task)),
  );
  const areIdentical = new Set(waiting.map(({ request }) => request)).size === 1;
  if (!isCountable || !areIdentical || undecided.length !== waiting.length) return [];
  return waiting.flatMap(({ generationId }, index) => {
    const candidate = undecided[index];
    return candidate === undefined ? [] : [{ generationId, candidate }];
  });
}

function waits({ needs }: Suspect): boolean {
  return needs === "now";
}

function mayOwn(
  { model: requested, notBefore, orUntil }: Suspect,
  { model, createdAt }: Candidate,
): boolean {
  const isItsModel = model === null || isSameModel(requested, model);
  const isItsTime =
    createdAt === null || createdAt >= notBefore || (orUntil !== null && createdAt <= orUntil);
  return isItsModel && isItsTime;
}
