import type { Failure, GenerationView, NextTry } from "@dashqueue/queue/internal";
import { FAILURE_POLICY, failureHelp, REMOVE_LIMIT_ADVICE } from "@dashqueue/queue/internal";

import { formatDuration, formatTime, sentence } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { nextTryText, renderTryNow } from "../html/try-now.ts";
import { kindText } from "../texts/codes.ts";
import { queuePath } from "../paths.ts";
import { messageText } from "../texts/messages.ts";
import type { Text, Translate } from "../texts/translate.ts";
import { adviceText, helpIn, joinSentences, waitingAdviceText } from "../texts/words.ts";
import { fact } from "./fact.ts";

type Waiting = NonNullable<GenerationView["waiting"]>;

const REASONS = {
  slot: "It waits for a free slot of its model.",
  spending: "The spending limit leaves no room.",
  tenant_limit: "A limit of its tenant leaves no room.",
  account: "DashScope refuses the account.",
  paused: "An operator has paused its model.",
  worker: "No worker takes its next job: none runs, or all are drained.",
  check: "Its lane is closed until DashScope's tasks were compared with the records.",
  backoff: "Its last attempt failed for now, and another one follows.",
  collection: "Results cannot be stored or downloaded, so nothing is bought.",
} as const satisfies Record<Waiting["reason"], Text>;

/**
 * What holds up a generation that waits for a slot, known from others of its model: a free slot
 * would not help. Null if nothing does.
 */
export function modelHeldBy({ waiting }: GenerationView, told: Failure | null): Failure | null {
  if (waiting?.reason !== "slot" || told === null) return null;
  return FAILURE_POLICY[told.kind].pauses === "nothing" ? null : told;
}

export interface WaitingShown {
  readonly view: GenerationView;
  /** Why others of its model wait that were refused or held back. */
  readonly heldBackBy: Failure | null;
  /** When what holds it up is tried again; null if it was not refused. */
  readonly nextTry: NextTry | null;
  /** Whether the reader may try it at once. */
  readonly mayAct: boolean;
  /** The queue of its next job; null without one. */
  readonly queueName: string | null;
  /** When its paid result is lost, or may be; null without one. */
  readonly lostAt: number | null;
}

/** Why a generation waits, how long still, and what to do. */
export function renderWaiting(
  waiting: Waiting,
  { view, heldBackBy, nextTry, mayAct, queueName, lostAt }: WaitingShown,
  now: number,
  t: Translate,
): Html {
  const { queue } = view;
  // Later, an error is another matter.
  const error = view.status === "queued" ? view.error : null;
  const { reason, since, next_try: knownTry, position, help, also } = waiting;
  const held = modelHeldBy(view, heldBackBy);
  const advice = held === null ? "" : adviceText(held.kind, t);
  const helpPath = held === null ? help : failureHelp(held.kind);
  const eta = held === null ? (queue?.eta_seconds ?? null) : null;
  return html`<section>
    <h2>${t("Why it is waiting")}</h2>
    ${held === null ? html`<p>${reasonSentences(waiting, view, t)}</p>` : heldBack(held, t)}
    ${reason === "slot" && heldBackBy !== null && held === null ? otherRefused(heldBackBy, t) : null}
    <dl>
      ${fact(t("What to do"), held === null ? adviceLinks(waiting, queueName, t) : html`<a href="${helpIn(helpPath, t)}">${advice}</a>`)}
      ${fact(t(view.status === "archiving" ? "Links expire" : "Result may be lost from"), lostAt === null ? null : formatTime(lostAt))}
      ${fact(t("Place"), position === null ? null : t("{position} in the line of its tenant", { position }))}
      ${fact(t("Gets a slot"), etaText(eta, t))}
      ${fact(t("Next try"), nextTry ? nextTryText(nextTry, now, t) : knownTry && formatTime(Date.parse(knownTry)))}
      ${fact(t("Since"), formatTime(Date.parse(since)))}
      ${fact(t("Kind"), error && kindText(error.kind, error.code, t))}
      ${fact(t("Request ID"), error?.request_id)}
    </dl>
    ${nextTry !== null && mayAct ? renderTryNow(nextTry, t) : null}
    ${also.length === 0 ? null : otherReasons(also, view, queueName, t)}
  </section>`;
}

/** Without an error of its own, the refusal of its model was met by others. */
function reasonText({ reason, message }: Told, { status, error }: GenerationView, t: Translate) {
  if (reason === "paused" && status !== "queued") return t(QUEUE_PAUSED);
  const isOfModel = reason === "backoff" && error === null && message !== null;
  return t(isOfModel ? MODEL_REFUSED : REASONS[reason]);
}

function reasonSentences(told: Told, view: GenerationView, t: Translate): string {
  const { message } = told;
  const said = message === null ? [] : [sentence(messageText(message, t), t)];
  return joinSentences([reasonText(told, view, t), ...said], t);
}

const QUEUE_PAUSED = "An operator has paused the queue of its next step: nothing happens to it.";

const MODEL_REFUSED = "DashScope refuses its model, which is tried again.";

type Told = Pick<Waiting, "reason" | "message">;

/** Leads to the page on which it is done, and then to the guide. */
function adviceLinks(
  waiting: Pick<Waiting, "reason" | "advice" | "help">,
  queueName: string | null,
  t: Translate,
): Html {
  const text = waitingAdviceText(waiting, t);
  const where = whereTo(waiting, queueName);
  const guide = helpIn(waiting.help, t);
  if (where === null) return html`<a href="${guide}">${text}</a>`;
  return html`<a href="${where}">${text}</a> · <a href="${guide}">${t("Guide")}</a>`;
}

function whereTo(
  { reason, advice }: Pick<Waiting, "reason" | "advice">,
  queueName: string | null,
): string | null {
  if (reason === "worker") return "/workers";
  if (reason !== "paused") return null;
  if (advice === REMOVE_LIMIT_ADVICE) return "/limits";
  return queueName === null ? null : queuePath(queueName);
}

/** What holds it up besides, the worst first. */
function otherReasons(
  also: Waiting["also"],
  view: GenerationView,
  queueName: string | null,
  t: Translate,
): Html {
  return html`<h2 class="next">${t("What else holds it up")}</h2>
    <ul class="attention">
      ${also.map(
        (one) => html`<li>${reasonSentences(one, view, t)} ${adviceLinks(one, queueName, t)}</li>`,
      )}
    </ul>`;
}

/** Another generation of the model was refused, and this one would be, too. */
function heldBack({ message }: Failure, t: Translate): Html {
  return html`<p>
    ${t("Others of its model were refused or held back: {message}", { message: messageText(message, t) })}
  </p>`;
}

/** The same for a refusal that concerns the other one alone. */
function otherRefused(failure: Failure, t: Translate): Html {
  return html`${heldBack(failure, t)}
    <p><a href="${helpIn(failureHelp(failure.kind), t)}">${adviceText(failure.kind, t)}</a></p>`;
}

function etaText(
  eta: NonNullable<GenerationView["queue"]>["eta_seconds"],
  t: Translate,
): string | null {
  if (eta === null) return null;
  return t("in about {half}; nine of ten within {most}", {
    half: formatDuration(eta.p50 * 1_000, t),
    most: formatDuration(eta.p90 * 1_000, t),
  });
}
