import type { CreateWaits, Generation, Uncertain } from "@dashqueue/queue/internal";
import { deadlinesOf, TASK_RETENTION_MS } from "@dashqueue/queue/internal";

import type { Candidate } from "./candidates.ts";
import { CLOCK_SKEW_MS } from "./candidates.ts";
import { comparePrompts, promptOf } from "./prompts.ts";

/** What is known about a lost create request besides its own intent. */
export interface Evidence {
  readonly candidates: readonly Candidate[];
  /** How many create requests of this model and account are uncertain, including this one. */
  readonly uncertainCount: number;
  /** Whether all of them are known and identical, so that their tasks are interchangeable. */
  readonly areIdentical: boolean;
  /**
   * The position of this create request among the uncertain ones with the same prompt, by time, if
   * some of them differ otherwise, for example in their images. Null if none differs.
   */
  readonly rank: { readonly index: number; readonly count: number } | null;
  /** Prompts of create requests that are in flight: one of them may be about to own a candidate. */
  readonly promptsInFlight: readonly (string | null)[];
}

export interface EvidencePorts {
  /** Returns the generations of the same model and account that are `submitting` or `uncertain`. */
  openAttempts(generation: Uncertain): Promise<readonly Generation[]>;
  now(): number;
  /** Apply to an attempt of an earlier version. */
  readonly waits: CreateWaits;
}

export async function gatherEvidence(
  uncertain: Uncertain,
  candidates: readonly Candidate[],
  ports: EvidencePorts,
): Promise<Evidence> {
  const open = await ports.openAttempts(uncertain);
  const { begunAt } = uncertain.attempt;
  const deadlines = deadlinesOf(uncertain.attempt, ports.waits);
  const allUncertain = open.filter((other) => other.status === "uncertain");
  const own = JSON.stringify(uncertain.request);
  // Near the end of the retention, a slightly older create request may already have been given up,
  // and its task would look like ours.
  const othersAreKnown =
    ports.now() - begunAt < TASK_RETENTION_MS - (deadlines.answerBy - begunAt) - 2 * CLOCK_SKEW_MS;
  return {
    candidates,
    uncertainCount: allUncertain.length,
    areIdentical:
      othersAreKnown && allUncertain.every(({ request }) => JSON.stringify(request) === own),
    rank: rankOf(uncertain, allUncertain),
    promptsInFlight: open.filter(({ status }) => status === "submitting").map(promptOf),
  };
}

function rankOf(own: Uncertain, allUncertain: readonly Uncertain[]): Evidence["rank"] {
  const rivals = allUncertain
    .filter((other) => isSamePrompt(promptOf(other), promptOf(own)))
    .toSorted((one, other) => one.attempt.begunAt - other.attempt.begunAt);
  const request = JSON.stringify(own.request);
  return rivals.every((rival) => JSON.stringify(rival.request) === request)
    ? null
    : { index: rivals.findIndex(({ id }) => id === own.id), count: rivals.length };
}

/** Whether the provider may show both as the same prompt. */
function isSamePrompt(one: string | null, other: string | null): boolean {
  return one === other || comparePrompts(one, other) === "same";
}
