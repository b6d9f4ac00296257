import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { generationPath } from "../paths.ts";
import type { Translate } from "../texts/translate.ts";
import type { Action, Offer } from "./offers.ts";

/**
 * The buttons of a generation; null if there are none.
 *
 * @param key of this page: pressed twice, a button buys once
 */
export function renderOffers(
  id: string,
  offers: readonly Offer[],
  key: string,
  t: Translate,
): Html | null {
  if (offers.length === 0) return null;
  return html`<section>
    <h2>${t("Actions")}</h2>
    ${offers.map(
      ({ action, text, note }) =>
        html`<div class="offer">
          ${action === null ? html`<p>${text}</p>` : button(id, action, text, key)}
          ${note === null ? null : html`<span class="quiet">${note}</span>`}
        </div>`,
    )}
  </section>`;
}

/** One that buys looks different from the free ones beside it. */
function button(id: string, action: Action, text: string, key: string): Html {
  return html`<form method="post" action="${generationPath(id)}/${action}">
    <input type="hidden" name="key" value="${key}" />
    <button class="${action === "regenerate" ? "buys" : "free"}">${text}</button>
  </form>`;
}
