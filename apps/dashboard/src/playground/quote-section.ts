import type { Quoted, Quote } from "@dashqueue/queue";
import type { TenantRefusal } from "@dashqueue/queue/internal";

import { refusalText } from "../actions/refusal-text.ts";
import { formatDuration, sentence } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { reasonText } from "../texts/codes.ts";
import { messageText } from "../texts/messages.ts";
import type { Translate } from "../texts/translate.ts";
import { helpIn, waitingAdviceText } from "../texts/words.ts";
import { problemText } from "./problems.ts";

/** The most that a submission can cost, as the button and its form say it. */
export function priceOf({ estimate }: Quote): string {
  return estimate === null ? "unknown" : `${estimate.amount} ${estimate.currency}`;
}

export interface QuoteShown {
  readonly quoted: Quoted | null;
  /** The tenant that is chosen. */
  readonly tenant: string;
  /** Of this quote: pressed twice, the button submits once. */
  readonly key: string;
  /** The fields whose text is not JSON. */
  readonly unread: ReadonlySet<string>;
}

/**
 * What a submission would get, with the button that submits it. The first button only asks, because
 * that one is pressed by the enter key. The script shows the hidden sentence.
 */
export function renderQuote({ quoted, tenant, key, unread }: QuoteShown, t: Translate): Html {
  return html`<section id="quote" aria-live="polite">
    <h2>${t("Quote")}</h2>
    <p><button>${t("Ask for the price")}</button></p>
    <p class="problem" id="quote-failed" hidden>
      ${t("The price could not be read. Ask for it again; if that fails, reload the page.")}
    </p>
    ${quoted?.kind === "invalid" ? renderProblems(quoted, unread, t) : null}
    ${quoted?.kind === "quoted" ? renderPrice(quoted.quote, tenant, key, t) : null}
  </section>`;
}

function renderProblems(
  { problems }: Extract<Quoted, { kind: "invalid" }>,
  unread: ReadonlySet<string>,
  t: Translate,
): Html {
  return html`<p>${t("DashScope would refuse it, so it is not submitted:")}</p>
    <ul>
      ${problems.map((problem) => html`<li class="problem">${problemText(problem, unread, t)}</li>`)}
    </ul>`;
}

function renderPrice(quote: Quote, tenant: string, key: string, t: Translate): Html {
  const { refused, queue, ignored, limits, waiting } = quote;
  const price = priceOf(quote);
  const lanes = limits.lanes.map(({ account, in_flight: used, max_in_flight: most }) =>
    t("{account} {count} of {limit}", { account, count: used, limit: most }),
  );
  return html`<dl>
      <dt>${t("Costs at most")}</dt>
      <dd>${quote.estimate === null ? t("unknown") : price}</dd>
      <dt>${t("Gets a slot")}</dt>
      <dd>${etaText(queue, t)}</dd>
      ${waiting === null ? null : renderWaiting(waiting, t)}
      <dt>${t("In flight")}</dt>
      <dd>${lanes.length === 0 ? t("no worker runs") : lanes.join(", ")}</dd>
    </dl>
    ${ignored.length === 0 ? null : html`<p>${t("Left out: {fields}.", { fields: ignored.join(", ") })}</p>`}
    ${
      refused === null
        ? html`<input type="hidden" name="price" value="${price}" />
            <input type="hidden" name="key" value="${key}" />
            <button formaction="/playground/submit" class="main">
              ${quote.estimate === null ? t("Submit: the price is unknown") : t("Submit: at most {price}", { price })}
            </button>`
        : html`<p class="problem">${refusalText(tenant, refusalOf(refused, quote.model), t)}</p>`
    }`;
}

/** What more than a slot it would wait for. */
function renderWaiting(waiting: NonNullable<Quote["waiting"]>, t: Translate): Html {
  const { reason, message, help } = waiting;
  return html`<dt>${t("Waits for")}</dt>
    <dd>
      ${reasonText(reason, t)}
      <p class="problem">${message && sentence(messageText(message, t), t)}</p>
      <a href="${helpIn(help, t)}">${waitingAdviceText(waiting, t)}</a>
    </dd>`;
}

function refusalOf(refused: NonNullable<Quote["refused"]>, model: string): TenantRefusal {
  const { reason } = refused;
  const limit = refused.limit ?? 0;
  switch (reason) {
    case "disabled":
      return { reason };
    case "model":
      return { reason, model };
    case "max_queued":
      return { reason, limit };
    case "submits_per_minute":
      return { reason, limit, resetMs: (refused.resets_in_seconds ?? 0) * 1_000 };
  }
}

function etaText({ position, eta_seconds: eta }: Quote["queue"], t: Translate): string {
  const place = t("place {position} in the line of the tenant", { position });
  if (eta === null) return t("{place}; no estimate yet", { place });
  return t("in about {half}, nine of ten within {most}; {place}", {
    half: formatDuration(eta.p50 * 1_000, t),
    most: formatDuration(eta.p90 * 1_000, t),
    place,
  });
}
