import { isTerminal, viewOf } from "@dashqueue/queue/internal";
import type {
  Generation,
  GenerationEvent,
  GenerationView,
  Status,
} from "@dashqueue/queue/internal";

import { FINDINGS } from "../timeline/history.ts";
import { deliveryStateText } from "../texts/codes.ts";
import { formatTime } from "../html/format.ts";
import type { Text, Translate } from "../texts/translate.ts";

/** The meaning of each status, for readers who see it for the first time. */
const STATUS_MEANING = {
  queued: "Accepted and stored.",
  submitting: "A create request is being sent to DashScope.",
  uncertain:
    "The answer to a create request was lost, and a task may exist. No other create request is sent until this is settled.",
  running: "DashScope has accepted the task.",
  archiving: "The task has succeeded; its files are being copied before their links expire.",
  succeeded: "The files are in the archive, with the size and checksum below.",
  failed: "Ended without a result.",
  canceled: "Canceled before it could cost anything.",
} as const satisfies Record<Status, Text>;

/** @param standsStill whether its next job cannot run */
export function statusMeaning(status: Status, standsStill: boolean): Meaning {
  return status === "archiving" && standsStill ? NOT_COPIED : STATUS_MEANING[status];
}

type Meaning = (typeof STATUS_MEANING)[Status] | typeof NOT_COPIED;

const NOT_COPIED = "The task has succeeded; its files are not copied yet, and their links expire.";

/** What a reader asked for by a button, as the address of the page says. */
export type Asked =
  | { readonly kind: "poll"; readonly after: number }
  | { readonly kind: "archive" };

export function askedIn({ polled, copied }: Readonly<Record<string, unknown>>): Asked | null {
  if (copied !== undefined) return { kind: "archive" };
  return typeof polled === "string" && /^\d{1,9}$/.test(polled)
    ? { kind: "poll", after: Number(polled) }
    : null;
}

/** What came of it so far; null if it no longer matters. */
export function askedText(generation: Generation, asked: Asked, t: Translate): string | null {
  if (asked.kind === "archive")
    return generation.status === "archiving"
      ? t("A worker was asked to copy its files now.")
      : null;
  if (generation.status !== "running") return null;
  const { polls, status } = generation.task;
  return polls > asked.after
    ? t("The task was polled. DashScope says: {status}", { status })
    : t("A worker was asked to poll the task. The answer appears here within seconds.");
}

/** Whether its task was found, and not queried since: the record then only assumes its status. */
export function isTaskUnread(
  generation: Generation,
  events: readonly Pick<GenerationEvent, "name" | "detail">[],
): boolean {
  if (generation.status !== "running" || generation.task.polls > 0) return false;
  const { id } = generation.task;
  return events.some(({ name, detail }) => FINDINGS.has(name) && detail["task_id"] === id);
}

/** The cost of a generation, or what is known about it. */
export function costText(generation: Generation, t: Translate, isUnread = false): string {
  const { cost } = viewOf(generation);
  const charge = isUnread ? t("not known until the task is queried") : chargeState(generation, t);
  if (cost === null) return charge;
  const amount = `${cost.amount} ${cost.currency}`;
  return cost.state === "settled" ? amount : t("{charge} (at most {amount})", { charge, amount });
}

/** The cost of a generation where many are listed: the amount, or the highest possible one. */
export function costShort(generation: Generation, t: Translate): string {
  const { cost } = viewOf(generation);
  if (cost === null) return "";
  const amount = `${cost.amount} ${cost.currency}`;
  return cost.state === "settled" ? amount : t("at most {amount}", { amount });
}

function chargeState(generation: Generation, t: Translate): string {
  switch (generation.status) {
    case "queued":
    case "canceled":
      return t("nothing");
    case "submitting":
      return t("not known until the create request is answered");
    case "uncertain":
      return t("not known until it is settled whether a task exists");
    case "running":
      return t("nothing so far; DashScope charges when the task succeeds");
    case "archiving":
    case "succeeded":
      return t("charged; the price of this model is not known");
    case "failed":
      return chargedText(generation.failure.charged, t);
  }
}

/** Whether a failure was charged. */
export function chargedText(charged: boolean | null, t: Translate): string {
  if (charged === null) return t("unknown");
  return charged ? t("charged") : t("not charged");
}

/** The state of a cancel request. */
export const CANCEL_TEXT = {
  requested: "requested; DashScope has not answered yet",
  confirmed: "confirmed; never charged",
  refused: "refused; the task continues, and is charged if it succeeds",
} as const satisfies Record<NonNullable<Generation["cancel"]>, Text>;

/** The state of a cancel request, as far as it can be known now. */
export function cancelText({ cancel, status }: Generation, t: Translate): string | null {
  if (cancel === null) return null;
  if (cancel === "requested" && (status === "uncertain" || status === "submitting"))
    return t("requested; takes effect once it is known whether a task exists");
  if (cancel === "refused" && isTerminal(status)) return t("refused; the task has ended");
  return t(CANCEL_TEXT[cancel]);
}

/** What is wrong with the webhook message about the end; null while nothing is. */
export function webhookTrouble(
  webhook: GenerationView["webhook"],
  t: Translate,
): { readonly text: string; readonly isGivenUp: boolean } | null {
  if (webhook === null) return null;
  const { state, last_error: error } = webhook;
  switch (state) {
    case "failed":
      return { text: t("webhook message given up"), isGivenUp: true };
    case "paused":
      return { text: t("webhook message waits: its endpoint is paused"), isGivenUp: false };
    case "pending":
      if (error === null) return null;
      return { text: t("webhook message failed, and is sent again"), isGivenUp: false };
    case "waiting":
    case "delivered":
    case "skipped":
      return null;
  }
}

/** What became of a webhook so far. */
export function deliveryText(
  webhook: NonNullable<GenerationView["webhook"]>,
  t: Translate,
): string {
  const { state, attempts, last_error: error, next_at: nextAt } = webhook;
  const time = nextAt === null ? null : formatTime(Date.parse(nextAt));
  const words = [
    attempts > 1 ? t("after {attempts} attempts", { attempts }) : null,
    error,
    // Messages that wait for a paused endpoint return one after another.
    time &&
      (state === "paused" ? t("not sent before {time}", { time }) : t("next at {time}", { time })),
  ];
  return [deliveryStateText(state, t), ...words.filter((word) => word !== null)].join(" · ");
}
