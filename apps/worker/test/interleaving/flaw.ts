import type { CreateAnswer, DashScopeClient } from "@dashqueue/dashscope";
import type { Change, GenerationStore } from "@dashqueue/queue/internal";

/** Something that is built wrongly on purpose, so that the property can be seen to find it. */
export type Flaw =
  /** A record is written without comparing its revision. */
  | "no-compare"
  /** The intent is acknowledged, and was not written, when the create leaves. */
  | "intent-not-written"
  /** A lost answer is taken for the proof that nothing was made. */
  | "unknown-is-not-sent"
  /** One look into a list that lags behind is taken for a proof. */
  | "one-look-proves"
  /** Two generations may adopt the same task. */
  | "no-owners"
  /** The lane lets one in too many. */
  | "one-slot-more"
  /** A file is said to be safe before it is. */
  | "stored-too-early"
  /** Nobody asks whether a day's limit is reached. */
  | "limit-not-asked"
  /** Money is counted by a write that comes too late, too. */
  | "costs-not-compared"
  /** Nobody gives a record its lost job back. */
  | "no-repair";

/** Looks twice at once instead of twice in a while. */
export function changeOf(
  { change }: GenerationStore,
  flaw: Flaw | null,
): GenerationStore["change"] {
  if (flaw !== "one-look-proves") return change;
  return async (id, given: Change) => {
    if (given.kind !== "attempt-absent") return change(id, given);
    await change(id, given);
    return change(id, { ...given, provenAfterMs: 0 });
  };
}

/** Misreads what it cannot know. */
export function clientOf(client: DashScopeClient, flaw: Flaw | null): DashScopeClient {
  if (flaw !== "unknown-is-not-sent") return client;
  const misread = (answer: CreateAnswer): CreateAnswer =>
    answer.kind === "unknown" ? { ...answer, kind: "not-sent" } : answer;
  return { ...client, create: async (request) => misread(await client.create(request)) };
}
