import type { Quoted, Quote } from "@dashqueue/queue";

import { formatDuration } from "../html/format.ts";
import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import type { Translate } from "../texts/translate.ts";

/** The most that a submission can cost, as the button and its form say it. */
export function priceOf({ estimate }: Quote): string {
  return estimate === null ? "unknown" : `${estimate.amount} ${estimate.currency}`;
}

/**
 * What a submission would get, with the button that submits it. The first button only asks, because
 * that one is pressed by the enter key.
 *
 * @param key of this quote: pressed twice, the button submits once
 */
export function renderQuote(quoted: Quoted | null, key: string, t: Translate): Html {
  return html`<section id="quote" aria-live="polite">
    <h2>${t("Quote")}</h2>
    <p><button>${t("Ask for the price")}</button></p>
    ${quoted?.kind === "invalid" ? renderProblems(quoted, t) : null}
    ${quoted?.kind === "quoted" ? renderPrice(quoted.quote, key, t) : null}
  </section>`;
}

function renderProblems({ problems }: Extract<Quoted, { kind: "invalid" }>, t: Translate): Html {
  return html`<p>${t("DashScope would refuse it, so it is not submitted:")}</p>
    <ul>
      ${problems.map(
        ({ path, message }) =>
          html`<li class="problem">${path === "" ? "It" : path} ${message}</li>`,
      )}
    </ul>`;
}

function renderPrice(quote: Quote, key: string, t: Translate): Html {
  const { refused, queue, ignored, limits } = quote;
  const price = priceOf(quote);
  const lanes = limits.lanes.map(({ account, in_flight: used, max_in_flight: most }) =>
    t("{account} {count} of {limit}", { account, count: used, limit: most }),
  );
  return html`<dl>
      <dt>${t("Costs at most")}</dt>
      <dd>${quote.estimate === null ? t("unknown") : price}</dd>
      <dt>${t("Gets a slot")}</dt>
      <dd>${etaText(queue, t)}</dd>
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
        : html`<p class="problem">
            ${t("The tenant may not submit it now: {reason}.", { reason: refused.reason })}
          </p>`
    }`;
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
