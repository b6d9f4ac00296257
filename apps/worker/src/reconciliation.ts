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
  /** Null while it cannot be seen. */
  readonly prompt: string | null;
}

export interface Evidence {
  readonly candidates: readonly Candidate[];
  /** How many creates of this lane wait to be settled, this one counted. */
  readonly openIntents: number;
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
export function judge(intent: Intent, { candidates, openIntents, underway }: Evidence): Verdict {
  const named = candidates.filter(({ requestId }) => requestId !== null && requestId === intent.requestId);
  if (named.length > 0) return { kind: "adopt", candidates: named };
  const live = candidates.filter(({ status }) => status !== "FAILED" && status !== "CANCELED");
  const same = intent.prompt === null ? [] : live.filter(({ prompt }) => prompt === intent.prompt);
  if (same.length > 0)
    return underway.includes(intent.prompt) ? { kind: "undecided" } : { kind: "adopt", candidates: same };
  const hidden = live.filter(({ prompt }) => prompt === null);
  if (hidden.length === 0) return { kind: "absent" };
  // Some models never show a prompt: then the numbers decide, once every one of them has ended.
  const countable = hidden.every(({ status }) => status === "SUCCEEDED") && underway.length === 0;
  return countable && hidden.length === openIntents
    ? { kind: "adopt", candidates: hidden }
    : { kind: "undecided" };
}
