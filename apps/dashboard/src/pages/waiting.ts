import type { Failure, GenerationView, NextTry } from "@dashqueue/queue/internal";
import { FAILURE_POLICY, failureHelp } from "@dashqueue/queue/internal";

import { formatDuration, formatTime, sentence } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { nextTryText, renderTryNow } from "../html/try-now.ts";
import { kindText } from "../texts/codes.ts";
import type { Text, Translate } from "../texts/translate.ts";
import { adviceText, helpIn, waitingAdviceText } from "../texts/words.ts";
import { fact } from "./fact.ts";

type Waiting = NonNullable<GenerationView["waiting"]>;

const REASONS = {
  slot: "It waits for a free slot of its model.",
  spending: "The spending limit leaves no room.",
  tenant_limit: "A limit of its tenant leaves no room.",
  account: "DashScope refuses the account.",
  paused: "An operator has paused its model.",
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
}

/** Why a generation waits, how long still, and what to do. */
export function renderWaiting(
  waiting: Waiting,
  { view, heldBackBy, nextTry, mayAct }: WaitingShown,
  now: number,
  t: Translate,
): Html {
  const { queue, error } = view;
  const { reason, message, since, next_try: knownTry, position, help, also } = waiting;
  const held = modelHeldBy(view, heldBackBy);
  const advice = held === null ? waitingAdviceText(waiting, t) : adviceText(held.kind, t);
  const helpPath = held === null ? help : failureHelp(held.kind);
  const eta = held === null ? (queue?.eta_seconds ?? null) : null;
  return html`<section>
    <h2>${t("Why it is waiting")}</h2>
    ${held === null ? html`<p>${reasonText(waiting, error, t)} ${message && sentence(message)}</p>` : heldBack(held, t)}
    ${reason === "slot" && heldBackBy !== null && held === null ? otherRefused(heldBackBy, t) : null}
    <dl>
      ${fact(t("What to do"), html`<a href="${helpIn(helpPath, t)}">${advice}</a>`)}
      ${fact(t("Place"), position === null ? null : t("{position} in the line of its tenant", { position }))}
      ${fact(t("Gets a slot"), etaText(eta, t))}
      ${fact(t("Next try"), nextTry ? nextTryText(nextTry, now, t) : knownTry && formatTime(Date.parse(knownTry)))}
      ${fact(t("Since"), formatTime(Date.parse(since)))}
      ${fact(t("Kind"), error && kindText(error.kind, error.code, t))}
      ${fact(t("Request ID"), error?.request_id)}
    </dl>
    ${nextTry !== null && mayAct ? renderTryNow(nextTry, t) : null}
    ${also.length === 0 ? null : otherReasons(also, t)}
  </section>`;
}

/** Without an error of its own, the refusal of its model was met by others. */
function reasonText({ reason, message }: Waiting, error: GenerationView["error"], t: Translate) {
  const isOfModel = reason === "backoff" && error === null && message !== null;
  return t(isOfModel ? MODEL_REFUSED : REASONS[reason]);
}

const MODEL_REFUSED = "DashScope refuses its model, which is tried again.";

/** What holds it up besides, the worst first. */
function otherReasons(also: Waiting["also"], t: Translate): Html {
  return html`<h2 class="next">${t("What else holds it up")}</h2>
    <ul class="attention">
      ${also.map(
        (one) =>
          html`<li>
            ${t(REASONS[one.reason])} ${one.message && sentence(one.message)}
            <a href="${helpIn(one.help, t)}">${waitingAdviceText(one, t)}</a>
          </li>`,
      )}
    </ul>`;
}

/** Another generation of the model was refused, and this one would be, too. */
function heldBack({ message }: Failure, t: Translate): Html {
  return html`<p>${t("Others of its model were refused or held back: {message}", { message })}</p>`;
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
