import type { Generation } from "@dashqueue/queue";

/** A create whose answer was lost. */
export interface Intent {
  /** What the provider echoes as `orig_prompt`; null for a request without a prompt. */
  readonly prompt: string | null;
  /** The create's own request id, where its answer held one. */
  readonly requestId: string | null;
}

/** A task of the account that no generation has, made in the time of the create. */
export interface Candidate {
  readonly taskId: string;
  readonly requestId: string | null;
  readonly status: string;
  /** Epoch milliseconds, where the list says it. */
  readonly createdAt: number | null;
  /** Null while it cannot be seen. */
  readonly prompt: string | null;
}

export interface Evidence {
  readonly candidates: readonly Candidate[];
  /** How many creates of this lane wait to be settled, this one counted. */
  readonly openIntents: number;
  /** Whether they all are known and ask for the same: then it does not matter which has which task. */
  readonly alike: boolean;
  /** Prompts of creates that are still on their way: one of them may be about to own a candidate. */
  readonly underway: readonly (string | null)[];
}

export type Verdict =
  /** Any of these is ours; identical requests are interchangeable. */
  | { readonly kind: "adopt"; readonly candidates: readonly Candidate[] }
  /** Nothing in the list can be ours. */
  | { readonly kind: "absent" }
  /** Something may be ours, and cannot be told apart yet. */
  | { readonly kind: "undecided" };

/**
 * Whether one of the account's unexplained tasks is what a lost create made (G1). The account is shared: a task whose prompt
 * is another's is never adopted, and one whose prompt cannot be seen yet is waited for; it shows it when it succeeds.
 * A task that failed was not charged, so nothing is bought twice by leaving it alone.
 */
export function judge(intent: Intent, { candidates, openIntents, alike, underway }: Evidence): Verdict {
  const named = candidates.filter(({ requestId }) => requestId !== null && requestId === intent.requestId);
  if (named.length > 0) return { kind: "adopt", candidates: named };
  const live = candidates.filter(isLive);
  const same = intent.prompt === null ? [] : live.filter(({ prompt }) => prompt === intent.prompt);
  if (same.length > 0)
    return underway.includes(intent.prompt) ? { kind: "undecided" } : { kind: "adopt", candidates: same };
  const hidden = live.filter(({ prompt }) => prompt === null);
  if (hidden.length === 0) return { kind: "absent" };
  // Some models never show a prompt: then the numbers decide, once every one of them has ended.
  const countable = hidden.every(({ status }) => status === "SUCCEEDED") && underway.length === 0;
  return countable && alike && hidden.length === openIntents
    ? { kind: "adopt", candidates: hidden }
    : { kind: "undecided" };
}

/** A generation that may have had a create of which nothing is known any more. */
export interface Suspect {
  readonly generationId: string;
  readonly prompt: string | null;
  /** Epoch milliseconds; its task was not made earlier. */
  readonly notBefore: number;
  /** It waits for a create. One whose create is open finds its task by itself. */
  readonly waits: boolean;
}

export interface Explanation {
  readonly recovered: readonly { readonly generationId: string; readonly candidate: Candidate }[];
  /** May be a suspect's, and cannot be told apart yet. */
  readonly undecided: readonly Candidate[];
  /** Nobody's. */
  readonly foreign: readonly Candidate[];
}

/**
 * Whose tasks these are that no generation has, after a part of the records was lost. A task with a prompt is the first
 * suspect's that asked for it; one whose prompt cannot be seen yet may be anybody's until it has succeeded.
 */
export function explain(candidates: readonly Candidate[], suspects: readonly Suspect[]): Explanation {
  const left = new Set(suspects);
  const recovered: { generationId: string; candidate: Candidate }[] = [];
  const undecided: Candidate[] = [];
  const foreign: Candidate[] = [];
  for (const candidate of candidates.filter(isLive)) {
    const { prompt, createdAt, status } = candidate;
    const able = [...left].filter(({ notBefore }) => createdAt === null || createdAt >= notBefore);
    const asked = prompt === null ? [] : able.filter((suspect) => suspect.prompt === prompt);
    const owner = asked.find(({ waits }) => waits);
    if (owner !== undefined) {
      left.delete(owner);
      recovered.push({ generationId: owner.generationId, candidate });
    } else if (asked.length > 0 || (prompt === null && status !== "SUCCEEDED" && able.length > 0)) {
      undecided.push(candidate);
    } else {
      foreign.push(candidate);
    }
  }
  return { recovered, undecided, foreign };
}

/** A task that failed or was canceled was not charged. */
function isLive({ status }: Candidate): boolean {
  return status !== "FAILED" && status !== "CANCELED";
}

/** What the provider shows as `orig_prompt`. */
export function promptOf({ request }: Generation): string | null {
  const { prompt } = request.input;
  return typeof prompt === "string" ? prompt : null;
}
