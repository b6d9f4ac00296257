import { viewOf } from "@dashqueue/queue/internal";
import type { Generation, GenerationView, Status } from "@dashqueue/queue/internal";

/** The meaning of each status, for readers who see it for the first time. */
export const STATUS_MEANING: Readonly<Record<Status, string>> = {
  queued: "Accepted and stored; waiting for a free slot of its model.",
  submitting: "A create request is being sent to DashScope.",
  uncertain:
    "The answer to a create request was lost, and a task may exist. No other create request is sent until this is settled.",
  running: "DashScope has accepted the task.",
  archiving: "The task has succeeded; its files are being copied before their links expire.",
  succeeded: "The files are in the archive, with the size and checksum below.",
  failed: "Ended without a result.",
  canceled: "Canceled before it could cost anything.",
};

/** The cost of a generation, or what is known about it. */
export function costText(generation: Generation): string {
  const { cost } = viewOf(generation);
  if (cost === null) return chargeState(generation);
  const amount = `${cost.amount} ${cost.currency}`;
  return cost.state === "settled" ? amount : `${chargeState(generation)} (at most ${amount})`;
}

function chargeState(generation: Generation): string {
  switch (generation.status) {
    case "queued":
    case "canceled":
      return "nothing";
    case "submitting":
      return "not known until the create request is answered";
    case "uncertain":
      return "not known until it is settled whether a task exists";
    case "running":
      return "nothing so far; DashScope charges when the task succeeds";
    case "archiving":
    case "succeeded":
      return "charged; the price of this model is not known";
    case "failed":
      return chargedText(generation.failure.charged);
  }
}

/** Whether a failure was charged. */
export function chargedText(charged: boolean | null): string {
  if (charged === null) return "unknown";
  return charged ? "charged" : "not charged";
}

/** The state of a cancel request. */
export const CANCEL_TEXT = {
  requested: "requested; DashScope has not answered yet",
  confirmed: "confirmed; never charged",
  refused: "refused; the task continues and is charged",
} as const satisfies Record<NonNullable<Generation["cancel"]>, string>;

/** What became of a webhook so far. */
export function deliveryText(webhook: NonNullable<GenerationView["webhook"]>): string {
  const { state, attempts, last_error: error, next_at: nextAt } = webhook;
  const words = [
    attempts > 1 ? `after ${attempts} deliveries` : null,
    error,
    nextAt && `next at ${nextAt}`,
  ];
  return [state, ...words.filter((word) => word !== null)].join(" · ");
}
