import { retirementOf } from "@dashqueue/dashscope";
import { chargeOf } from "@dashqueue/queue/internal";
import type { Generation } from "@dashqueue/queue/internal";

/** What an operator can do with a generation by a button. */
export const ACTIONS = ["cancel", "poll", "archive", "regenerate"] as const;
export type Action = (typeof ACTIONS)[number];

/** A button that says what it costs, or a sentence that says why there is none. */
export interface Offer {
  /** Null if nothing can be done. */
  readonly action: Action | null;
  readonly text: string;
  readonly note: string | null;
}

/**
 * What can be done with a generation now, and what each of it costs.
 *
 * @param isKept whether Redis still has its record; the archive alone cannot submit it again
 */
export function offersOf(
  generation: Generation,
  { now, isKept }: { readonly now: number; readonly isKept: boolean },
): readonly Offer[] {
  switch (generation.status) {
    case "queued":
      return [offer("cancel", "Cancel: free", null)];
    case "submitting":
    case "uncertain":
      return generation.cancel === null
        ? [offer("cancel", "Cancel if no task has started", `Free without a task. ${RUNS_ON}`)]
        : [];
    case "running":
      return [...cancelOf(generation), offer("poll", "Poll now: free", null)];
    case "archiving":
      return [offer("archive", "Copy the files now: free", null)];
    case "succeeded":
    case "failed":
    case "canceled":
      return isKept ? [againOf(generation, now)] : [];
  }
}

const RUNS_ON = "A task that has started runs and is charged.";

function cancelOf(running: Extract<Generation, { status: "running" }>): readonly Offer[] {
  if (running.cancel !== null) return [];
  const price = priceText(chargeOf(running)?.cost ?? null);
  if (running.task.status === "PENDING")
    return [offer("cancel", "Cancel: free while the task is pending", `${RUNS_ON} ${price}`)];
  return [offer(null, `It cannot be canceled: the task runs and is charged. ${price}`, null)];
}

function againOf(ended: Generation, now: number): Offer {
  const retirement = retirementOf(ended.request.model, now);
  if (retirement !== null)
    return offer(null, `It cannot be generated again: the model ${retirement}.`, null);
  const price = chargeOf(ended)?.cost ?? ended.estimate;
  const text =
    price === null
      ? "Generate again: the price is unknown"
      : `Generate again: ${price.amount} ${price.currency}`;
  return offer("regenerate", text, "A new generation with the same request, which is paid again.");
}

function priceText(price: { readonly amount: string; readonly currency: string } | null): string {
  return price === null
    ? "The price of the model is unknown."
    : `It costs at most ${price.amount} ${price.currency}.`;
}

function offer(action: Action | null, text: string, note: string | null): Offer {
  return { action, text, note };
}
