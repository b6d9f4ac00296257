import type { CreateAnswer, DashScopeClient } from "@dashqueue/dashscope";
import type { Change, Generation, GenerationStore } from "@dashqueue/queue/internal";

/** A deliberate fault that the property must find. */
export type Flaw =
  /** A record is written without comparing its revision. */
  | "no-compare"
  /** The intent is acknowledged but not written when the create request leaves. */
  | "intent-not-written"
  /** A lost answer counts as proof that no task was made. */
  | "unknown-is-not-sent"
  /** One look at a lagging list counts as proof. */
  | "one-look-proves"
  /** An attempt counts as settled by looks at the list that are too early to prove anything. */
  | "early-look-proves"
  /** A task is presumed to be an attempt's, whatever other attempts are open. */
  | "others-not-compared"
  /** A list is trusted that shows no newer task of ours. */
  | "list-not-witnessed"
  /** The provider's times are read as ours. */
  | "clocks-not-compared"
  /** A worker takes the time from its own clock. */
  | "own-clock"
  /** Two generations may adopt the same task. */
  | "no-owners"
  /** The lane admits one generation too many. */
  | "one-slot-more"
  /** A file is reported as stored before it is durable. */
  | "stored-too-early"
  /** The daily limit is not checked. */
  | "limit-not-checked"
  /** The budget of a tenant is not checked. */
  | "budget-not-checked"
  /** A write that loses its race still counts costs. */
  | "costs-not-compared"
  /** A task that the list calls canceled is recorded as canceled without a poll. */
  | "list-believed"
  /** Lost jobs are never restored. */
  | "no-repair"
  /** A tenant is not charged for the slots that it takes. */
  | "not-charged"
  /** The write that ends the wait of a record leaves it in the line. */
  | "line-not-left";

/** What proves absence where the list is known to be new enough. */
const QUICK_PROOF_MS = 60_000;

/** Records two looks at once, or closer together, instead of two that are far apart. */
export function changeOf(
  { change }: GenerationStore,
  flaw: Flaw | null,
): GenerationStore["change"] {
  const isWrong =
    flaw === "one-look-proves" || flaw === "early-look-proves" || flaw === "list-not-witnessed";
  if (!isWrong) return change;
  return async (id, given: Change) => {
    if (given.kind !== "attempt-absent") return change(id, given);
    if (flaw === "list-not-witnessed")
      return change(id, { ...given, provenAfterMs: QUICK_PROOF_MS });
    if (flaw === "one-look-proves") await change(id, given);
    return change(id, { ...given, provenAfterMs: 0 });
  };
}

/**
 * Forgets that an attempt was disproven: the look before the next create request would make up for
 * a wrong proof.
 */
export function getOf({ get }: GenerationStore, flaw: Flaw | null): GenerationStore["get"] {
  if (flaw === null) return get;
  return async (id) => {
    const generation = await get(id);
    return generation && { ...settledEarly(generation, flaw), disproven: undefined };
  };
}

/** Records what the list says instead of hinting at it. */
export function hintOf(store: GenerationStore, flaw: Flaw | null): GenerationStore["hint"] {
  if (flaw !== "list-believed") return store.hint;
  return async (id) => {
    const [owner] = await store.ownersOf([id]);
    const task = { id, status: "CANCELED" } as const;
    await store.change(owner ?? "", { kind: "task-read", task });
  };
}

/** Reports an unknown outcome as not sent. */
export function clientOf(client: DashScopeClient, flaw: Flaw | null): DashScopeClient {
  if (flaw !== "unknown-is-not-sent") return client;
  const misread = (answer: CreateAnswer): CreateAnswer =>
    answer.kind === "unknown" ? { ...answer, kind: "not-sent" } : answer;
  return { ...client, create: async (...asked) => misread(await client.create(...asked)) };
}

/** The list may be searched as soon as the answer is lost. */
function settledEarly(generation: Generation, flaw: Flaw): Generation {
  if (flaw !== "early-look-proves" || generation.status !== "uncertain") return generation;
  const { begunAt, deadlines } = generation.attempt;
  const early = deadlines && { ...deadlines, listedBy: begunAt };
  return { ...generation, attempt: { ...generation.attempt, deadlines: early } };
}

/** Overlooks the attempts of the first generation. */
export function listOf({ list }: GenerationStore, flaw: Flaw | null): GenerationStore["list"] {
  if (flaw !== "others-not-compared") return list;
  return async (filter) => (await list(filter)).filter(({ id }) => id !== "gen_1");
}
