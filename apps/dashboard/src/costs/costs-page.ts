import type { CostTotal } from "@dashqueue/queue/internal";

import type { Html } from "../html/html.ts";
import { html } from "../html/html.ts";
import { renderPage } from "../html/page.ts";
import { renderTable } from "../html/table.ts";
import { renderBars, renderColumns } from "./charts.ts";
import type { Text, Translate } from "../texts/translate.ts";
import type { Group, Row } from "./rows.ts";
import { GROUPS, rowsOf } from "./rows.ts";
import { renderLegend } from "./segments.ts";

/**
 * What the generations of these days cost or may cost, by day, model, account and tenant.
 *
 * @param days the oldest first
 */
export function renderCosts(
  costs: readonly CostTotal[],
  days: readonly string[],
  t: Translate,
): string {
  const body = html`<h1>${t("Costs of the last {days} days", { days: days.length })}</h1>
    <p class="quiet">
      ${t("By the UTC day on which the create request was sent. Held and at-risk amounts are the highest possible; what is settled was charged.")}
    </p>
    ${GROUPS.map((group) => groupSection(group, costs, days, t))}`;
  return renderPage({ title: t("Costs"), body, place: "/costs" }, t);
}

const TITLES = {
  day: "By day",
  model: "By model",
  account: "By account",
  tenant: "By tenant",
} as const satisfies Record<Group, Text>;

const NAMES = {
  day: "Day",
  model: "Model",
  account: "Account",
  tenant: "Tenant",
} as const satisfies Record<Group, Text>;

function groupSection(
  group: Group,
  costs: readonly CostTotal[],
  days: readonly string[],
  t: Translate,
): Html {
  const rows = rowsOf(group, costs);
  const currencies = [...Map.groupBy(rows, ({ currency }) => currency).values()];
  const table = renderTable(
    [t(NAMES[group]), t("Currency"), t("Settled"), t("Held"), t("At risk"), t("Total")],
    rows.map(({ name, currency, settled, held, atRisk, total }) => [
      nameCell(group, name),
      currency,
      settled,
      held,
      atRisk,
      total,
    ]),
    t("Nothing was spent."),
  );
  return html`<section>
    <h2>${t(TITLES[group])}</h2>
    ${currencies.map((same) =>
      figure(same, group === "day" ? renderColumns(same, days, t) : renderBars(same, t), t),
    )}
    ${rows.length > MOST_OPEN ? folded(table, t) : table} ${unpricedNote(costs, t)}
  </section>`;
}

/** Leads to the generations of a model or a tenant. */
function nameCell(group: Group, name: string): Html | string {
  return group === "model" || group === "tenant"
    ? html`<a href="/generations?${group}=${encodeURIComponent(name)}">${name}</a>`
    : name;
}

/** A longer table is folded, so that the next chart is in view. */
const MOST_OPEN = 10;

function folded(table: Html, t: Translate): Html {
  return html`<details>
    <summary>${t("All amounts")}</summary>
    ${table}
  </details>`;
}

function figure([row]: readonly Row[], chart: Html, t: Translate): Html {
  return html`<figure>
    <figcaption>${row?.currency ?? ""} ${renderLegend(t)}</figcaption>
    ${chart}
  </figure>`;
}

function unpricedNote(costs: readonly CostTotal[], t: Translate): Html | null {
  const count = costs
    .filter(({ amount }) => amount === null)
    .reduce((sum, { generations }) => sum + generations, 0);
  return count === 0
    ? null
    : html`<p class="quiet">
        ${t("The price of {count} more generations is not known.", { count })}
      </p>`;
}
