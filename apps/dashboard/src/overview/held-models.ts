import type { Failure, FailureKind, Generation } from "@dashqueue/queue/internal";
import { FAILURE_POLICY, failureHelp } from "@dashqueue/queue/internal";

import { sentence } from "../html/format.ts";
import { messageText } from "../texts/messages.ts";
import type { Translate } from "../texts/translate.ts";
import { adviceText, helpIn } from "../texts/words.ts";
import type { Attention } from "./attention-item.ts";
import type { ModelState } from "./read-models.ts";

/** What an account's pause or a block says for all models, and what ends by itself. */
const SAID_OR_PASSING: ReadonlySet<FailureKind> = new Set([
  "storage",
  "download",
  "rate_limited",
  "concurrency_limited",
]);

/**
 * Why some of these generations wait that were refused or held back; null if all wait for a slot.
 * Only the one that was tried last knows that its model is refused; the others wait for a slot.
 * What needs a person comes first.
 */
export function heldBackBy(waiting: readonly (Generation | null)[]): Failure | null {
  const failures = waiting.flatMap((one) =>
    one?.status === "queued" && one.delayed !== null ? [one.delayed] : [],
  );
  return failures.find(({ kind }) => !FAILURE_POLICY[kind].retry) ?? failures[0] ?? null;
}

/** A model that was refused, or held back. */
export function held(
  { model, waiting, failure, nextTry, closed: lane }: ModelState,
  t: Translate,
): readonly Attention[] {
  if (failure === null) return [];
  const { kind, message } = failure;
  const { pauses, retry } = FAILURE_POLICY[kind];
  const isOfAccount = pauses === "account" && kind !== "spend_limit";
  if (isOfAccount || SAID_OR_PASSING.has(kind)) return [];
  return [
    {
      what: t("No generation of {model} is submitted", { model }),
      why: t(
        "{waiting} wait, and nothing is charged for them. The first that was refused or held back says: {message}",
        {
          waiting,
          message: messageText(message, t),
        },
      ),
      whatToDo: retry ? adviceText(kind, t) : untilItResumes(kind, t),
      help: helpIn(failureHelp(kind), t),
      path: `/generations?status=queued&model=${encodeURIComponent(model)}`,
      nextTry,
      since: kind === "unchecked" ? (lane?.since ?? null) : null,
    },
  ];
}

/** Said by the lane itself, because the records may say something else that holds them up, too. */
export function closed(
  { model, failure, closed: lane }: ModelState,
  t: Translate,
): readonly Attention[] {
  if (lane === null || failure?.kind === "unchecked") return [];
  return [
    {
      what: t("No generation of {model} is submitted", { model }),
      why: sentence(messageText(lane.why, t), t),
      since: lane.since,
      whatToDo: adviceText("unchecked", t),
      help: helpIn(failureHelp("unchecked"), t),
      path: `/generations?status=queued&model=${encodeURIComponent(model)}`,
    },
  ];
}

/** What to do, and that nothing has to be resumed by hand. */
export function untilItResumes(kind: FailureKind, t: Translate, code = ""): string {
  return t("{advice} Submission then resumes by itself.", { advice: adviceText(kind, t, code) });
}
