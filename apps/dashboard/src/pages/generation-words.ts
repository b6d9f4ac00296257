import type { Generation, Status } from "@dashqueue/queue/internal";
import { viewOf } from "@dashqueue/queue/internal";

/** What a status means, for somebody who meets it for the first time. */
export const MEANING: Readonly<Record<Status, string>> = {
  queued: "Accepted and durable; waits for a free slot of its model.",
  submitting: "A create is on its way to the provider.",
  uncertain:
    "The answer to a create was lost, and a task may exist. Nothing is sent again until that is settled.",
  running: "The provider has the task.",
  archiving: "The provider has finished; the files are being copied before their links expire.",
  succeeded: "The files are in the archive, with the size and checksum below.",
  failed: "It has ended without a result.",
  canceled: "It was ended by request before it could cost anything.",
};

/** What it cost, or what is known about that. */
export function costText(generation: Generation): string {
  const { cost } = viewOf(generation);
  if (cost === null) return costWords(generation);
  const amount = `${cost.amount} ${cost.currency}`;
  return cost.state === "settled" ? amount : `${costWords(generation)} (at most ${amount})`;
}

function costWords(generation: Generation): string {
  switch (generation.status) {
    case "queued":
    case "canceled":
      return "nothing";
    case "submitting":
      return "being decided";
    case "uncertain":
      return "perhaps something: whether a task was made is not known yet";
    case "running":
      return "nothing so far; the provider charges when it succeeds";
    case "archiving":
    case "succeeded":
      return "charged; the price of this model is not known";
    case "failed":
      return chargedText(generation.failure.charged);
  }
}

/** Whether a failure cost money. */
export function chargedText(charged: boolean | null): string {
  if (charged === null) return "nobody knows whether it was charged";
  return charged ? "charged" : "not charged";
}

/** What became of a wish to cancel. */
export const CANCEL_TEXT = {
  requested: "requested; the provider has not answered yet",
  confirmed: "confirmed: never charged",
  refused: "refused: the provider goes on, and charges",
} as const satisfies Record<NonNullable<Generation["cancel"]>, string>;
