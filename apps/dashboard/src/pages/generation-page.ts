import { FAILURE_POLICY, isTerminal } from "@dashqueue/queue/internal";
import type { Generation, GenerationEvent, GenerationView } from "@dashqueue/queue/internal";
import { redact } from "@dashqueue/service";

import { renderOffers } from "../actions/buttons.ts";
import type { Offer } from "../actions/offers.ts";
import type { Look } from "../actions/uncertain.ts";
import { renderUncertain } from "../actions/uncertain.ts";
import type { Presence } from "../files/presence.ts";
import { formatDuration, formatTime } from "../html/format.ts";
import type { ShownDeliveries } from "./deliveries.ts";
import { renderDeliveries } from "./deliveries.ts";
import {
  CANCEL_TEXT,
  chargedText,
  costText,
  deliveryText,
  STATUS_MEANING,
} from "./generation-text.ts";
import { html } from "../html/html.ts";
import type { Html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { jobPath } from "../paths.ts";
import { renderResults } from "./results.ts";
import { renderHistory } from "../timeline/history.ts";
import { renderPicture } from "../timeline/picture.ts";
import { fact } from "./fact.ts";
import { nextJobOf } from "./next-job.ts";
import { renderTicket } from "./ticket.ts";
import { renderWaiting } from "./waiting.ts";

const REFRESH_SECONDS = 5;

/** What is known of a generation beside its record. */
export interface Shown {
  readonly view: GenerationView;
  readonly events: readonly GenerationEvent[];
  /** Where its files are, by name. */
  readonly presences: ReadonlyMap<string, Presence>;
  readonly deliveries: ShownDeliveries;
  /** The last searches for the task of a lost create request. */
  readonly looks: readonly Look[];
  /** Whether the reader may change something. */
  readonly mayAct: boolean;
  readonly offers: readonly Offer[];
  /** Names this copy of the page, so that a button that is pressed twice acts once. */
  readonly formKey: string;
}

/** The page of one generation. */
export function renderGeneration(generation: Generation, shown: Shown, now: number): string {
  const { view, events, presences, deliveries, looks, mayAct, offers, formKey } = shown;
  const ended = isTerminal(generation.status);
  const end = ended ? null : now;
  const body = html`<h1>${generation.id}</h1>
    <p>
      <span class="status ${generation.status}">${generation.status}</span>
      <span class="quiet">· ${STATUS_MEANING[generation.status]}</span>
    </p>
    ${view.waiting === null ? errorSection(view) : renderWaiting(view, view.waiting)}
    ${renderResults(generation, presences)}
    ${generation.status === "uncertain" ? renderUncertain(generation, looks, mayAct) : null}
    ${mayAct ? renderOffers(generation.id, offers, formKey) : null}
    ${factsSection(generation, view, now)}
    <section>
      <h2>History</h2>
      ${renderPicture(events, end)} ${renderHistory(events, end)}
    </section>
    ${generation.webhookUrl === null ? null : renderDeliveries(generation.id, deliveries)}
    ${requestSection(generation, view)}`;
  const refreshSeconds = ended ? undefined : REFRESH_SECONDS;
  return renderPage({ title: generation.id, body, refreshSeconds });
}

const ERROR_TITLES: Partial<Record<GenerationView["status"], string>> = {
  failed: "Why it failed",
  archiving: "Why its files are not copied yet",
};

function errorSection({ status, error }: GenerationView): Html | null {
  if (error === null) return null;
  const title = ERROR_TITLES[status] ?? "What is unknown";
  return html`<section class="bad">
    <h2>${title}</h2>
    <p>${error.message}</p>
    <dl>
      <dt>What to do</dt>
      <dd>${FAILURE_POLICY[error.kind].advice}</dd>
      <dt>Kind</dt>
      <dd>${error.kind}${error.code === "" ? "" : ` (${error.code})`}</dd>
      ${fact("Charged", chargedText(error.charged))} ${fact("Request ID", error.request_id)}
    </dl>
  </section>`;
}

function factsSection(
  generation: Generation,
  { task, attempts, waiting }: GenerationView,
  now: number,
): Html {
  const endedAt = "finishedAt" in generation ? generation.finishedAt : null;
  const { createdAt, cancel, priority } = generation;
  return html`<section>
    <dl>
      ${fact("Model", generation.request.model)} ${fact("Account", accountOf(generation))}
      ${fact("Task", task && `${task.id} · ${task.status}`)}
      ${fact("Create request ID", task?.request_id)} ${fact("Create requests", String(attempts))}
      ${fact("Polls", task && String(task.polls))} ${fact("Cost", costText(generation))}
      ${fact("Cancel", cancel && CANCEL_TEXT[cancel])} ${fact("Waits for", waiting?.reason)}
      ${fact("Priority", priority === 0 ? null : `${priority} of 10`)}
      ${fact("Created", formatTime(createdAt))}
      ${fact("Ended", endedAt === null ? null : formatTime(endedAt))}
      ${fact(endedAt === null ? "Age" : "Took", formatDuration((endedAt ?? now) - createdAt))}
      ${jobFact(generation, now)}
    </dl>
    ${renderTicket(generation)}
  </section>`;
}

/** The account that has, or may have, its task. */
function accountOf(generation: Generation): string | null {
  if (generation.status === "queued") return generation.keptSlot?.account ?? null;
  return generation.attempt?.account ?? null;
}

function jobFact(generation: Generation, now: number): Html | null {
  const job = nextJobOf(generation, now);
  if (job === null) return null;
  return html`<dt>Job</dt>
    <dd>
      <a href="${jobPath(job.queue, job.id)}">${job.id}</a>
      <span class="quiet">in queue ${job.queue}</span>
    </dd>`;
}

function requestSection(
  { request, metadata, webhookUrl }: Generation,
  { output, usage, webhook }: GenerationView,
): Html {
  const { prompt } = request.input;
  return html`<section>
    <h2>Request</h2>
    <dl>
      ${fact("Prompt", typeof prompt === "string" ? prompt : null)}
      ${fact("Prompt used by the model", output?.actual_prompt)} ${fact("Webhook", webhookUrl)}
      ${fact("Delivery", webhook && deliveryText(webhook))}
      ${Object.entries(metadata).map(([name, value]) => html`${fact(name, value)}`)}
    </dl>
    ${folded("Create request body", request)} ${usage && folded("Usage", usage)}
  </section>`;
}

function folded(title: string, value: unknown): Html {
  return html`<details>
    <summary>${title}</summary>
    <pre>${JSON.stringify(redact(value), null, 2)}</pre>
  </details>`;
}
