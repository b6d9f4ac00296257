import { isSameModel } from "@dashqueue/dashscope";
import type { Generation } from "@dashqueue/queue/internal";

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
  /** Null where the list does not say it. */
  readonly model: string | null;
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
  /**
   * Where others of them have the same prompt and ask for something else, pictures for example: which in the order of their
   * creates this one is, and how many they are. Null where nobody has.
   */
  readonly rank: { readonly index: number; readonly count: number } | null;
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
export function judge(
  intent: Intent,
  { candidates, openIntents, alike, rank, underway }: Evidence,
): Verdict {
  const named = candidates.filter(
    ({ requestId }) => requestId !== null && requestId === intent.requestId,
  );
  if (named.length > 0) return { kind: "adopt", candidates: named };
  const live = candidates.filter(isLive);
  const same = live.filter(({ prompt }) => comparePrompts(intent.prompt, prompt) === "same");
  if (same.length > 0) {
    if (underway.some((prompt) => comparePrompts(intent.prompt, prompt) === "same"))
      return { kind: "undecided" };
    return rank === null ? { kind: "adopt", candidates: same } : adoptByRank(same, rank);
  }
  const hidden = live.filter(({ prompt }) => prompt === null);
  if (live.some(({ prompt }) => comparePrompts(intent.prompt, prompt) === "similar"))
    return { kind: "undecided" };
  if (hidden.length === 0) return { kind: "absent" };
  // Some models never show a prompt: then the numbers decide, once every one of them has ended.
  const countable = hidden.every(({ status }) => status === "SUCCEEDED") && underway.length === 0;
  return countable && alike && hidden.length === openIntents
    ? { kind: "adopt", candidates: hidden }
    : { kind: "undecided" };
}

/** A lane makes one task after another: the first create made the first of them. */
function adoptByRank(
  same: readonly Candidate[],
  { index, count }: NonNullable<Evidence["rank"]>,
): Verdict {
  const own = oldestFirst(same)[index];
  return own !== undefined && same.length === count
    ? { kind: "adopt", candidates: [own] }
    : { kind: "undecided" };
}

function oldestFirst<C extends Candidate>(candidates: readonly C[]): readonly C[] {
  return candidates.toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0));
}

/**
 * The provider shows a prompt as it took it: blanks may have gone, letters may be composed another way, and an end may be cut
 * off. A beginning of ours may be ours or not.
 */
function comparePrompts(
  ours: string | null,
  shown: string | null,
): "same" | "similar" | "different" {
  if (ours === null || shown === null) return "different";
  const [one, other] = [ours, shown].map((prompt) =>
    prompt.normalize("NFC").replaceAll(/\s+/g, " ").trim(),
  );
  if (one === undefined || other === undefined || one === "" || other === "") return "different";
  if (one === other) return "same";
  return one.startsWith(other) ? "similar" : "different";
}

/** A generation that may have had a create of which nothing is known any more. */
export interface Suspect {
  readonly generationId: string;
  /** As the provider calls it. */
  readonly model: string;
  readonly prompt: string | null;
  /** Epoch milliseconds; its task was not made earlier. */
  readonly notBefore: number;
  /** It waits for a create. One whose create is open finds its task by itself. */
  readonly waits: boolean;
}

export interface Explanation<C extends Candidate> {
  readonly recovered: readonly { readonly generationId: string; readonly candidate: C }[];
  /** May be a suspect's, and cannot be told apart yet. */
  readonly undecided: readonly C[];
  /** Nobody's. */
  readonly foreign: readonly C[];
}

/**
 * Whose tasks these are that no generation has, after a part of the records was lost. A task with a prompt is the first
 * suspect's that asked for it, the oldest task first; one whose prompt cannot be seen yet may be anybody's until it has succeeded.
 */
export function explain<C extends Candidate>(
  candidates: readonly C[],
  suspects: readonly Suspect[],
): Explanation<C> {
  const left = new Set(suspects);
  const recovered: { generationId: string; candidate: C }[] = [];
  const undecided: C[] = [];
  const foreign: C[] = [];
  for (const candidate of oldestFirst(candidates.filter(isLive))) {
    const { prompt, status } = candidate;
    const able = [...left].filter((suspect) => isPossible(candidate, suspect));
    const asked = able.filter((suspect) => comparePrompts(suspect.prompt, prompt) === "same");
    const isSimilar = able.some((suspect) => comparePrompts(suspect.prompt, prompt) === "similar");
    const owner = asked.find(({ waits }) => waits);
    if (owner !== undefined) {
      left.delete(owner);
      recovered.push({ generationId: owner.generationId, candidate });
    } else if (
      asked.length > 0 ||
      isSimilar ||
      (prompt === null && status !== "SUCCEEDED" && able.length > 0)
    ) {
      undecided.push(candidate);
    } else {
      foreign.push(candidate);
    }
  }
  return { recovered, undecided, foreign };
}

function isPossible({ model, createdAt }: Candidate, suspect: Suspect): boolean {
  const isItsModel = model === null || isSameModel(suspect.model, model);
  return isItsModel && (createdAt === null || createdAt >= suspect.notBefore);
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
