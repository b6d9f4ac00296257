import type { Failure, FailureKind, Generation } from "@dashqueue/queue/internal";
import { FAILURE_POLICY, failureHelp } from "@dashqueue/queue/internal";

import { sentence } from "../html/format.ts";
import { messageText } from "../texts/messages.ts";
import type { Translate } from "../texts/translate.ts";
import { adviceText, helpIn, joinSentences } from "../texts/words.ts";
import type { Attention } from "./attention-item.ts";
import { modelHeadline } from "./alarms/causes.ts";
import { waitTexts } from "./alarms/paused-queue.ts";
import type { ModelState } from "./read-models.ts";

/** What an account's pause, a block or a closed lane says, and what ends by itself. */
const SAID_ELSEWHERE: ReadonlySet<FailureKind> = new Set([
  "storage",
  "download",
  "unchecked",
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
export function held(state: ModelState, t: Translate): readonly Attention[] {
  const { model, waiting, failure, failureSince, nextTry } = state;
  if (failure === null) return [];
  const { kind, message } = failure;
  const { pauses, retry } = FAILURE_POLICY[kind];
  const accounts = state.lanes.map(({ account }) => account);
  const isOfAccount = pauses === "account" && kind !== "spend_limit";
  if (isOfAccount || SAID_ELSEWHERE.has(kind)) return [];
  return [
    {
      what: modelHeadline(failure, model, accounts, t),
      why: withWaiting(message, waiting, t),
      whatToDo: retry ? adviceText(kind, t) : untilItResumes(kind, t),
      help: helpIn(failureHelp(kind), t),
      path: `/generations?status=queued&model=${encodeURIComponent(model)}`,
      nextTry,
      since: sinceTheyWait(failureSince, state),
    },
  ];
}

/**
 * Said by the lane itself, because the records may say something else that holds them up, too.
 * While it is known when the lane is compared, nobody has to act.
 */
export function closed(state: ModelState, t: Translate): readonly Attention[] {
  const { model, waiting, closed: lane } = state;
  if (lane === null || lane.until !== null || waiting === 0) return [];
  return [
    {
      what: t("{model} is not submitted until its tasks are compared", { model }),
      why: withWaiting(lane.why, waiting, t),
      since: sinceTheyWait(lane.since, state),
      whatToDo: adviceText("unchecked", t),
      help: helpIn(failureHelp("unchecked"), t),
      path: `/generations?status=queued&model=${encodeURIComponent(model)}`,
    },
  ];
}

/** Nobody was held up before the first of those that wait was accepted. */
function sinceTheyWait(since: number | null, { oldestAt }: ModelState): number | null {
  return since === null ? null : Math.max(since, oldestAt ?? since);
}

/** The message of the failure, how many generations wait, and that waiting costs nothing. */
export function withWaiting(message: string, count: number, t: Translate): string {
  return joinSentences([sentence(messageText(message, t), t), ...waitTexts(count, t)], t);
}

/** What to do, and that nothing has to be resumed by hand. */
export function untilItResumes(kind: FailureKind, t: Translate, code = ""): string {
  return t("{advice} Submission then resumes by itself.", { advice: adviceText(kind, t, code) });
}
