import { isTerminal } from "@dashqueue/queue/internal";
import type {
  Failure,
  Generation,
  GenerationEvent,
  GenerationView,
  NextTry,
} from "@dashqueue/queue/internal";
import { redact } from "@dashqueue/service";

import { renderOffers } from "../actions/buttons.ts";
import type { Offer } from "../actions/offers.ts";
import type { Look } from "../actions/uncertain.ts";
import { renderSettled, renderUncertain, searchIn, unreadSince } from "../actions/uncertain.ts";
import type { Presence } from "../files/presence.ts";
import { formatDuration, formatTime, shorten } from "../html/format.ts";
import type { ShownDeliveries } from "./deliveries.ts";
import { isResending, renderDeliveries } from "./deliveries.ts";
import type { Asked } from "./generation-text.ts";
import {
  askedText,
  cancelText,
  costText,
  deliveryText,
  isTaskUnread,
  statusMeaning,
  webhookTrouble,
} from "./generation-text.ts";
import { html } from "../html/html.ts";
import type { Html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { jobPath } from "../paths.ts";
import { renderLostResult, renderResults } from "./results.ts";
import { renderHistory } from "../timeline/history.ts";
import { renderPicture } from "../timeline/picture.ts";
import { reasonText } from "../texts/codes.ts";
import type { Translate } from "../texts/translate.ts";
import { statusText } from "../texts/words.ts";
import { renderError } from "./error-section.ts";
import { fact } from "./fact.ts";
import { nextJobOf } from "./next-job.ts";
import { renderTicket } from "./ticket.ts";
import { modelHeldBy, renderWaiting } from "./waiting.ts";

const REFRESH_SECONDS = 5;

/** What is known of a generation beside its record. */
export interface Shown {
  readonly view: GenerationView;
  readonly events: readonly GenerationEvent[];
  /** Where its files are, by name. */
  readonly presences: ReadonlyMap<string, Presence>;
  readonly deliveries: ShownDeliveries;
  /** Why others of its model wait that were refused or held back. */
  readonly heldBackBy: Failure | null;
  /** When what holds it up is tried again; null if it was not refused. */
  readonly nextTry: NextTry | null;
  /** The queue of its next job; null without one. */
  readonly queueName: string | null;
  /** When its paid result is lost, or may be; null without one. */
  readonly lostAt: number | null;
  /** What the reader has just asked for. */
  readonly asked: Asked | null;
  /** The last searches for the task of a lost create request. */
  readonly looks: readonly Look[];
  /** Whether the reader may change something. */
  readonly mayAct: boolean;
  readonly offers: readonly Offer[];
  /** Names this copy of the page, so that a button that is pressed twice acts once. */
  readonly formKey: string;
}

/** The page of one generation. */
export function renderGeneration(
  generation: Generation,
  shown: Shown,
  now: number,
  t: Translate,
): string {
  const { view, events, presences, deliveries, looks, mayAct, offers, formKey } = shown;
  const ended = isTerminal(generation.status);
  const end = ended ? null : now;
  const body = html`<h1>${generation.id}</h1>
    <p>
      <span class="status ${generation.status}">${statusText(generation.status, t)}</span>
      <span class="quiet">· ${t(statusMeaning(generation.status, view.waiting !== null))}</span>
      ${webhookMark(view, t)}
    </p>
    ${askedNotice(generation, shown.asked, t)} ${promptLine(generation)}
    ${view.waiting && renderWaiting(view.waiting, shown, now, t)}
    ${generation.status === "queued" ? null : renderError(generation, view, unreadSince(looks) !== null, t)}
    ${renderLostResult(generation, t)} ${renderResults(generation, presences, t)}
    ${generation.status === "uncertain" ? renderUncertain(generation, looks, mayAct, t) : null}
    ${mayAct ? renderOffers(generation.id, offers, formKey, t) : null}
    ${factsSection(generation, shown, now, t)}
    ${generation.status === "uncertain" ? null : renderSettled(searchIn(events), looks, t)}
    <section>
      <h2>${t("History")}</h2>
      ${renderPicture(events, end, t)} ${renderHistory(events, end, t)}
    </section>
    ${generation.webhookUrl === null ? null : renderDeliveries(generation.id, generation.webhookUrl, view.webhook?.state === "paused", deliveries, t)}
    ${requestSection(generation, view, t)}`;
  const refreshSeconds = ended && !isResending(deliveries) ? undefined : REFRESH_SECONDS;
  return renderPage({ title: generation.id, body, refreshSeconds, place: "/generations" }, t);
}

/** Beside the status, because a caller that was not told may still wait for the result. */
function webhookMark({ webhook }: GenerationView, t: Translate): Html | null {
  const trouble = webhookTrouble(webhook, t);
  if (trouble === null) return null;
  const { text, isGivenUp } = trouble;
  return html`<span class="quiet">·</span>
    <a class="status ${isGivenUp ? "failed" : "pending"}" href="#deliveries">${text}</a>`;
}

function askedNotice(generation: Generation, asked: Asked | null, t: Translate): Html | null {
  const text = asked === null ? null : askedText(generation, asked, t);
  return text === null ? null : html`<p role="status">${text}</p>`;
}

const LONGEST_PROMPT = 200;

/** The beginning of the prompt, by which people know it; the whole request is further below. */
function promptLine({ request: { input } }: Generation): Html | null {
  const { prompt } = input;
  return typeof prompt === "string" ? html`<p>${shorten(prompt, LONGEST_PROMPT)}</p>` : null;
}

function factsSection(
  generation: Generation,
  { view, events, heldBackBy }: Pick<Shown, "view" | "events" | "heldBackBy">,
  now: number,
  t: Translate,
): Html {
  const endedAt = "finishedAt" in generation ? generation.finishedAt : null;
  const { createdAt, priority } = generation;
  const { task, attempts, waiting } = view;
  const isHeld = modelHeldBy(view, heldBackBy) !== null;
  const isUnread = isTaskUnread(generation, events);
  return html`<section>
    <dl>
      ${fact(t("Model"), generation.request.model)} ${fact(t("Account"), accountOf(generation))}
      ${fact(t("Task"), task && `${task.id} · ${isUnread ? t("status not known yet") : task.status}`)}
      ${fact(t("Create request ID"), task?.request_id)}
      ${fact(t("Create requests"), String(attempts))}
      ${fact(t("Polls"), task && !isUnread ? String(task.polls) : null)}
      ${fact(t("Cost"), costText(generation, t, isUnread))}
      ${fact(t("Cancel"), cancelText(generation, t))}
      ${fact(t("Waits for"), isHeld || waiting === null ? null : reasonText(waiting.reason, t))}
      ${fact(t("Priority"), priority === 0 ? null : t("{count} of {limit}", { count: priority, limit: 10 }))}
      ${fact(t("Created"), formatTime(createdAt))}
      ${fact(t("Ended"), endedAt === null ? null : formatTime(endedAt))}
      ${fact(t(endedAt === null ? "Age" : "Took"), formatDuration((endedAt ?? now) - createdAt, t))}
      ${jobFact(generation, now, t)}
    </dl>
    ${renderTicket(generation, t)}
  </section>`;
}

/** The account that has, or may have, its task. */
function accountOf(generation: Generation): string | null {
  if (generation.status === "queued") return generation.keptSlot?.account ?? null;
  return generation.attempt?.account ?? null;
}

function jobFact(generation: Generation, now: number, t: Translate): Html | null {
  const job = nextJobOf(generation, now);
  if (job === null) return null;
  return html`<dt>${t("Job")}</dt>
    <dd>
      <a href="${jobPath(job.queue, job.id)}">${job.id}</a>
      <span class="quiet">${t("in queue {queue}", { queue: job.queue })}</span>
    </dd>`;
}

function requestSection(
  { request, metadata, webhookUrl }: Generation,
  { output, usage, webhook }: GenerationView,
  t: Translate,
): Html {
  const { prompt } = request.input;
  return html`<section>
    <h2>${t("Request")}</h2>
    <dl>
      ${fact(t("Prompt"), typeof prompt === "string" ? prompt : null)}
      ${fact(t("Prompt used by the model"), output?.actual_prompt)}
      ${fact(t("Webhook"), webhookUrl)}
      ${fact(t("Delivery"), webhook && html`<a href="#deliveries">${deliveryText(webhook, t)}</a>`)}
      ${Object.entries(metadata).map(([name, value]) => html`${fact(name, value)}`)}
    </dl>
    ${folded(t("Create request body"), request)} ${usage && folded(t("Usage"), usage)}
  </section>`;
}

function folded(title: string, value: unknown): Html {
  return html`<details>
    <summary>${title}</summary>
    <pre>${JSON.stringify(redact(value), null, 2)}</pre>
  </details>`;
}
