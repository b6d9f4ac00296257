import { html } from "../html/html.ts";
import type { Html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import type { BulkChoice } from "../list/bulk-form.ts";
import { CHOICES } from "../list/bulk-form.ts";
import { entryText } from "../list/filter-form.ts";
import type { ListQuery } from "../list/list-query.ts";
import { filterEntries, listPath } from "../list/list-query.ts";
import { BULK_PATH } from "../paths.ts";
import type { Translate } from "../texts/translate.ts";
import { afterColon } from "../texts/words.ts";
import { buttonText, priceText } from "./button-text.ts";
import type { Plan } from "./plan.ts";

export interface Preview {
  readonly choice: BulkChoice;
  readonly query: ListQuery;
  readonly plans: readonly Plan[];
  /** When the generations were selected, epoch milliseconds. */
  readonly asOf: number;
  readonly formKey: string;
  readonly mayAct: boolean;
}

/** What an action would do with all generations of a list, and what that costs. */
export function renderPreview(preview: Preview, t: Translate): string {
  const { choice, query, plans, mayAct } = preview;
  const { name, meaning } = CHOICES[choice];
  const body = html`<h1>${t("For all that match: {action}", { action: t(name) })}</h1>
    <section>
      <p>${t(meaning)}</p>
      <p>
        ${t("All that match:")}${afterColon(t)}<a href="${listPath(query)}"
          >${filterText(query, t)}</a
        >
      </p>
      ${renderTable(
        choice === "regenerate" ? [t("Tenant"), t("Count"), t("Cost")] : [t("Tenant"), t("Count")],
        plans.map((plan) => [
          plan.tenant,
          String(plan.ids.length),
          ...(choice === "regenerate" ? [priceText(plan, t)] : []),
        ]),
        t("There is nothing to do: no generation of this list is in a state for it."),
      )}
      ${mayAct && plans.length > 0 ? confirmForm(preview, t) : null}
    </section>
    <p><a href="${listPath(query)}">${t("Back without a change")}</a></p>`;
  return renderPage({ title: t(name), body }, t);
}

/** What the list asks for, as on its page. */
function filterText(query: ListQuery, t: Translate): string {
  return filterEntries(query)
    .map((entry) => entryText(entry, t))
    .join(" · ");
}

/** It sends back what was shown, so that nothing else is done. */
function confirmForm({ choice, query, plans, asOf, formKey }: Preview, t: Translate): Html {
  const agreed = plans.map(({ tenant, ids, estimate, unpriced }) => ({
    tenant,
    count: ids.length,
    estimate,
    unpriced,
  }));
  const fields = [
    ...filterEntries(query),
    ["action", choice],
    ["key", formKey],
    ["as_of", String(asOf)],
    ["agreed", JSON.stringify(agreed)],
  ] as const;
  return html`<form method="post" action="${BULK_PATH}" class="filter">
    ${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
    <button class="${choice === "regenerate" ? "buys" : "free"}">
      ${buttonText(choice, plans, t)}
    </button>
  </form>`;
}
