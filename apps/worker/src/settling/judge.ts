import type { Candidate } from "./candidates.ts";
import { mayBeCharged, oldestFirst } from "./candidates.ts";
import type { Evidence } from "./evidence.ts";
import type { RequestIdentity } from "./prompts.ts";
import { comparePrompts } from "./prompts.ts";

export type Verdict =
  /** Any of these tasks is ours; identical requests are interchangeable. */
  | { readonly kind: "adopt"; readonly candidates: readonly Candidate[] }
  /** No listed task can be ours. */
  | { readonly kind: "absent" }
  /** A task may be ours. If it is ambiguous, no search can decide it: a person has to. */
  | { readonly kind: "undecided"; readonly isAmbiguous: boolean };

/**
 * Decides whether one of the account's unowned tasks was created by a lost create request (G1).
 *
 * The account may be shared. A task with another prompt is never adopted, and a task without a
 * visible prompt is awaited, because it shows the prompt once it succeeds. A failed task was not
 * charged, so ignoring it buys nothing twice.
 */
export function judge(
  identity: RequestIdentity,
  { candidates, uncertainCount, areIdentical, rank, promptsInFlight }: Evidence,
): Verdict {
  const identified = candidates.filter(
    ({ requestId }) => requestId !== null && requestId === identity.requestId,
  );
  if (identified.length > 0) return { kind: "adopt", candidates: identified };
  const possible = candidates.filter(mayBeCharged);
  const same = possible.filter(({ prompt }) => comparePrompts(identity.prompt, prompt) === "same");
  if (same.length > 0) {
    if (promptsInFlight.some((prompt) => comparePrompts(identity.prompt, prompt) === "same"))
      return NOT_YET;
    return rank === null ? { kind: "adopt", candidates: same } : adoptByRank(same, rank);
  }
  if (possible.some(({ prompt }) => comparePrompts(identity.prompt, prompt) === "similar"))
    return AMBIGUOUS;
  const hidden = possible.filter(({ prompt }) => prompt === null);
  if (hidden.length === 0) return { kind: "absent" };
  if (promptsInFlight.length > 0) return NOT_YET;
  // Some models never show a prompt. Then the counts decide, once all of these tasks have ended.
  if (!hidden.every(({ status }) => status === "SUCCEEDED"))
    return identity.prompt === null && !areIdentical ? AMBIGUOUS : NOT_YET;
  return areIdentical && hidden.length === uncertainCount
    ? { kind: "adopt", candidates: hidden }
    : AMBIGUOUS;
}

const NOT_YET: Verdict = { kind: "undecided", isAmbiguous: false };
const AMBIGUOUS: Verdict = { kind: "undecided", isAmbiguous: true };

/** A lane creates one task after another, so the first create request made the oldest task. */
function adoptByRank(
  same: readonly Candidate[],
  { index, count }: NonNullable<Evidence["rank"]>,
): Verdict {
  const own = oldestFirst(same)[index];
  return own !== undefined && same.length === count
    ? { kind: "adopt", candidates: [own] }
    : AMBIGUOUS;
}
