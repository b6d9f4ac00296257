import { retirementOf } from "@dashqueue/dashscope";
import { chargeOf } from "@dashqueue/queue/internal";
import type { Generation, GenerationView } from "@dashqueue/queue/internal";

import type { Translate } from "../texts/translate.ts";

/** What an operator can do with a generation by a button. */
export const ACTIONS = ["cancel", "poll", "archive", "regenerate"] as const;
export type Action = (typeof ACTIONS)[number];

type WaitReason = NonNullable<GenerationView["waiting"]>["reason"];

/** A button that says what it costs, or a sentence that says why there is none. */
export interface Offer {
  /** Null if nothing can be done. */
  readonly action: Action | null;
  readonly text: string;
  readonly note: string | null;
}

export interface OfferContext {
  readonly now: number;
  /** Whether Redis still has its record; the archive alone cannot submit it again. */
  readonly isKept: boolean;
  /** Whether its task was found, and not queried since. */
  readonly isUnread: boolean;
  /** Why its next job cannot run, or why it is not submitted; null if nothing keeps it. */
  readonly waitsFor: WaitReason | null;
}

/**
 * What can be done with a generation now, and what each of it costs.
 */
export function offersOf(
  generation: Generation,
  { now, isKept, isUnread, waitsFor }: OfferContext,
  t: Translate,
): readonly Offer[] {
  switch (generation.status) {
    case "queued":
      return [offer("cancel", t("Cancel: free"), null)];
    case "submitting":
    case "uncertain":
      return generation.cancel === null
        ? [offer("cancel", t("Cancel if no task has started"), t(FREE_WITHOUT_A_TASK))]
        : [];
    case "running":
      return [
        ...cancelOf(generation, isUnread, t),
        runnable("poll", t("Poll now: free"), waitsFor, t),
      ];
    case "archiving":
      return [runnable("archive", t("Copy the files now: free"), waitsFor, t)];
    case "succeeded":
    case "failed":
    case "canceled":
      return isKept ? [againOf(generation, now, t)] : [];
  }
}

/** What a worker would do at once, unless its job cannot run. */
function runnable(action: Action, text: string, waitsFor: WaitReason | null, t: Translate): Offer {
  if (waitsFor === null) return offer(action, text, null);
  const why =
    waitsFor === "worker"
      ? t("It cannot be done now: no worker takes its job.")
      : t("It cannot be done now: its queue is paused.");
  return offer(null, t("{text}. {why}", { text, why }), null);
}

const FREE_WITHOUT_A_TASK =
  "Free without a task. A task that has started runs, and is charged if it succeeds.";

function cancelOf(
  running: Extract<Generation, { status: "running" }>,
  isUnread: boolean,
  t: Translate,
): readonly Offer[] {
  if (running.cancel !== null) return [];
  const price = priceText(chargeOf(running)?.cost ?? null, t);
  if (running.task.status === "PENDING")
    return [
      offer(
        "cancel",
        isUnread
          ? t("Cancel if the task has not started")
          : t("Cancel: free while the task is pending"),
        t("A task that has started runs, and is charged if it succeeds. {price}", { price }),
      ),
    ];
  const text = t("It cannot be canceled: the task runs, and is charged if it succeeds. {price}", {
    price,
  });
  return [offer(null, text, null)];
}

function againOf(ended: Generation, now: number, t: Translate): Offer {
  const retirement = retirementOf(ended.request.model, now);
  if (retirement !== null)
    return offer(
      null,
      t("It cannot be generated again: the model {retirement}.", { retirement }),
      null,
    );
  const price = chargeOf(ended)?.cost ?? ended.estimate;
  const text =
    price === null
      ? t("Generate again: the price is unknown")
      : t("Generate again: at most {price}", { price: `${price.amount} ${price.currency}` });
  const note = t(
    "A new generation with the same request. It is charged if it succeeds, whatever this one has cost.",
  );
  return offer("regenerate", text, note);
}

function priceText(
  price: { readonly amount: string; readonly currency: string } | null,
  t: Translate,
): string {
  return price === null
    ? t("The price of the model is unknown.")
    : t("It costs at most {price}.", { price: `${price.amount} ${price.currency}` });
}

function offer(action: Action | null, text: string, note: string | null): Offer {
  return { action, text, note };
}
